import {performance} from 'node:perf_hooks'
import {steering} from '../../formats/text.ts'
import type {Choice} from '../../services/choices.ts'
import type {Kind} from '../command/kinds.ts'
import {bashWord} from './bash-line.ts'
import {type Entry, writeOwn} from './choice-cache.ts'

interface Asked {
  /** The context that the line names. */
  context?: string | undefined
  config?: string | undefined
}

/**
 * Stores names for the scripts of the shells, which read them for a minute without starting this program. A script can tell for which
 * context they are, and whether the configuration changed, but nothing about other settings in the environment: then nothing is stored.
 * The file shows the time before the configuration was read, its first line that of the names.
 */
export function keepNames(
  {context, config}: Asked,
  env: NodeJS.ProcessEnv,
  kind: Kind,
  {at, choices = []}: Entry,
): void {
  const named = context ?? (env.XIVOCTL_CONTEXT || '')
  const places = [env.HOME ?? '', env.XDG_CONFIG_HOME ?? '', env.XDG_STATE_HOME ?? ''].join('\t')
  if (kind === 'sound' || config !== undefined || !/^[\w.-]*$/.test(named) || isForeign(env) || /[\n\0]/.test(places))
    return
  const lines = choices.filter(({value}) => value.search(steering) === -1).map(lineOf)
  const text = [`xivoctl ${Math.floor(at / 1000)}`, places, ...lines]
  try {
    writeOwn(env, `names-${kind}-${named}`, text.map((line) => `${line}\n`).join(''), new Date(performance.timeOrigin))
  } catch {
    // The next completion asks this program again.
  }
}

const lineOf = ({value, description}: Choice) =>
  [value, bashWord(value, {words: [], quote: '', kept: 0}), description.replace(steering, ' ')].join('\t')

/** Are there settings of xivoctl or libpq in the environment? */
const isForeign = (env: NodeJS.ProcessEnv) =>
  Object.keys(env).some((name) => /^(XIVOCTL_|PG)/.test(name) && name !== 'XIVOCTL_CONTEXT')
