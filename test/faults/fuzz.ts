import type {TestXivo} from '../support/xivo.ts'
import type {Findings} from './findings.ts'
import {fuzzedFile} from './fuzzed-files.ts'
import {inLanes} from './lanes.ts'
import {chosenSeed, random} from './random.ts'
import type {Suite} from './suite.ts'
import {list, take} from './tables.ts'
import {judge} from './verdict.ts'

export const fuzz: Suite = {
  name: 'a damaged file is either imported or refused, never anything else',
  runs: 10000,
  least: 50,
  run: importFuzzed,
}

/** Imports files that accidents happened to: each is taken, in part when that was asked for, or refused; none does anything else. */
function importFuzzed(installation: string, lanes: readonly TestXivo[], runs: number): Promise<Findings> {
  return inLanes(installation, lanes, {runs, hasList: false}, async (findings, {run, session, client}) => {
    const seed = chosenSeed + run
    const chance = random(seed)
    const make = chance.oneIn(3)
    await list(client, !make)
    const file = fuzzedFile(chance)
    const verdict = await judge(session, file, make ? {createFor: 'switchboard'} : {})
    const left = await take(client)
    const {code, imported, said, failure} = verdict
    findings.saw(`exit ${code}`)
    const lists = code === 3 && make ? 0 : 1
    if (code === 1) findings.blame(`seed ${seed}: ${failure instanceof Error ? failure.stack : said}`)
    if (left.rows !== imported || left.told !== imported || left.lists !== lists) {
      findings.blame(`seed ${seed}: reported ${JSON.stringify(verdict)}, found ${JSON.stringify(left)}`)
    }
  })
}
