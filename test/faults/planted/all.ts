import {dissuasion} from './dissuasion.ts'
import {elsewhere} from './elsewhere.ts'
import {imports} from './imports.ts'
import {journal} from './journal.ts'
import {later} from './later.ts'
import type {Planted} from './planted.ts'
import {rights} from './rights.ts'
import {site} from './site.ts'
import {suites} from './suites.ts'

/** By what they are in. */
export const areas: Readonly<Record<string, readonly Planted[]>> = {
  journal,
  site,
  imports,
  elsewhere,
  rights,
  dissuasion,
  later,
  suites,
}
