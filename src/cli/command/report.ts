import {Errors} from '@oclif/core'
import {AppError, type ErrorDocument, errorDocument, interrupted, type Problem, usage} from '../../errors.ts'
import {type Change, shownChange} from '../../formats/changes.ts'
import {MovedOn} from '../../services/moved-on.ts'
import {withoutPassword} from '../../settings/file.ts'
import {paint} from '../colour.ts'
import {escapeControls, escapeLines, jsonText} from '../escapes.ts'
import {changeLines} from './change-view.ts'
import {exitCodes} from './exit-codes.ts'
import {wordHint} from './remedies.ts'

const SHOWN_PROBLEMS = 100

/** Converts anything thrown to an AppError: usage errors of oclif, Ctrl-C and Ctrl-D in a prompt, bugs. */
export function asAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return asItWasThrown(thrown)
  if (thrown instanceof Errors.CLIError && !(thrown instanceof Errors.ModuleLoadError))
    return usage(withoutPassword(sentence(thrown.message)), {hints: ['see --help']})
  if (thrown instanceof Error && ['ExitPromptError', 'AbortPromptError'].includes(thrown.name))
    return interrupted(thrown.cause === 'SIGTERM' ? 'SIGTERM' : 'SIGINT', 'interrupted, nothing written')
  return new AppError('bug', 'UnhandledError', thrown instanceof Error ? thrown.message : String(thrown), {
    cause: thrown,
  })
}

/** oclif wraps the message of an error from the parser of a flag, although the message names the flag already. */
function asItWasThrown(error: AppError): AppError {
  const [, message] = /^Parsing --\S+ \n\t(.*)\nSee more help with --help$/s.exec(error.message) ?? []
  return message === undefined ? error : new AppError(error.kind, error.code, message, error)
}

/** The same error, with `subject` as its prefix. */
export function about(subject: string, error: AppError): AppError {
  return new AppError(error.kind, error.code, `${subject}${error.message}`, error)
}

/** Messages of oclif end with "See more help", start with a capital, and span several lines. */
function sentence(message: string): string {
  const text = message
    .replace(/\nSee more help with --help$/, '')
    .replace(/^The following error occurred:\n +/, '')
    .replace(/Missing required flag (?=\w)/g, 'missing required flag --')
    .replace(/(but received: .{40}).+/su, '$1…')
    .replace(/ \n\t(.)/, (_, first: string) => `: ${first.toLowerCase()}`)
  return text.charAt(0).toLowerCase() + text.slice(1)
}

/** The error document in terms of the command line. */
export const documentOf = (error: AppError): ErrorDocument & {changes?: Change[]} => ({
  ...errorDocument(error, (hint) => wordHint(hint)),
  ...(error instanceof MovedOn && {changes: error.changes.map(shownChange)}),
})

/** Reports the error on the stream that the caller reads, and sets the exit code. */
export function report(error: AppError, {json}: {json: boolean}): void {
  process.exitCode = exitCodes[error.kind]
  if (json) process.stdout.write(`${jsonText(documentOf(error))}\n`)
  else process.stderr.write(errorText(error))
}

export function errorText(error: AppError): string {
  const lines = [
    `${paint.stderr.red('error:')} ${escapeLines(error.message)}`,
    ...problemLines(error.problems),
    ...(error instanceof MovedOn ? changeLines(error.changes).map((line) => `  ${line}`) : []),
    ...error.hints.map((hint) => `${paint.stderr.dim('hint:')} ${escapeControls(wordHint(hint))}`),
    ...(error.kind === 'bug' ? [stack(error)] : []),
  ]
  return `${lines.join('\n')}\n`
}

/** The first hundred problems, one per line. Does not count the others, because not all were kept. */
export function problemLines(problems: readonly Problem[]): string[] {
  const shown = problems.slice(0, SHOWN_PROBLEMS).map((problem) => `  ${describe(problem)}`)
  return problems.length > shown.length ? [...shown, '  … and more'] : shown
}

function describe({line, position, column, value, reason}: Problem): string {
  const where = position === undefined ? line : `${line}:${position}`
  const place = [where === undefined ? '' : `line ${where}`, column ?? ''].filter(Boolean).join(', ')
  const what = value === undefined || reason.includes(`'${value}'`) ? reason : `'${value}' ${reason}`
  return escapeControls(place === '' ? what : `${place}: ${what}`)
}

function stack({cause}: AppError): string {
  const trace = cause instanceof Error ? (cause.stack ?? '').split('\n').slice(1).join('\n') : ''
  return `this is a bug in xivoctl; please report it, with these lines:\n${escapeLines(trace)}`
}
