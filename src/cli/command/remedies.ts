import {AppError, type Hint, type Remedy, type RemedyCommand} from '../../errors.ts'
import {shellLine} from '../../formats/shell.ts'
import {xivoctl} from '../../settings/command-line.ts'
import type {Settings} from '../../settings/load.ts'

/** The text before the command line. */
const leads: Record<RemedyCommand, string> = {
  'callbacks do-not-call list': 'list them with',
  'callbacks find': 'find them with',
  'callbacks imports': 'list them with',
  'callbacks lists rename': 'rename one with',
  'callbacks periods set-default': 'run',
  'db init': 'run',
  'db recompute-identities': 'run',
  'dissuasion end-override': 'run',
  'dissuasion overrides': 'list them with',
  'dissuasion set-sound': 'run',
  doctor: 'check with',
  history: 'list the changes with',
  'rights set': 'give one with',
}

/** A hint in terms of the command line. A command in it runs on the XiVO of `settings`, if one was selected. */
export function wordHint(hint: Hint, settings?: Settings): string {
  if (typeof hint === 'string') return hint
  const remedy = remedyOf(hint, settings)
  if (hint.when === undefined) return remedy
  return 'run' in hint ? `${hint.when}, ${remedy}` : `${hint.when}: ${remedy}`
}

function remedyOf(hint: Remedy, settings: Settings | undefined): string {
  if ('run' in hint) return commandOf(hint, settings)
  return 'map' in hint ? columnsOf(hint) : optionOf(hint)
}

const commandOf = ({run, words = []}: Extract<Remedy, {run: unknown}>, settings: Settings | undefined) =>
  `${leads[run]}: ${xivoctl(settings, ...run.split(' '), ...words)}`

function optionOf({give, value}: Extract<Remedy, {give: unknown}>): string {
  const flag = `--${give.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
  return value === undefined ? flag : `${flag} ${shellLine(value)}`
}

const columnsOf = ({map, ignore}: Extract<Remedy, {map: unknown}>): string =>
  [
    ...map.map(([column, field]) => `--map ${shellLine(`${column}=${field}`)}`),
    ...ignore.map((column) => `--ignore ${shellLine(column)}`),
  ].join(' ')

/** The same error with worded hints, made while the XiVO of the error is known. */
export function worded(thrown: unknown, settings: Settings): unknown {
  if (!(thrown instanceof AppError) || thrown.hints.every((hint) => typeof hint === 'string')) return thrown
  const {kind, code, message, problems} = thrown
  const hints = thrown.hints.map((hint) => wordHint(hint, settings))
  return new AppError(kind, code, message, {hints, problems, cause: thrown.cause ?? thrown})
}
