/** What kind of failure it was: exit codes and HTTP statuses are tables over these. */
export type ErrorKind =
  | 'usage'
  | 'invalid'
  | 'not-found'
  | 'refused'
  | 'unavailable'
  | 'conflict'
  | 'outcome-unknown'
  | 'interrupted'
  | 'terminated'
  | 'bug'

/** Of several failures, the one that the exit code tells. */
export const gravestOf = (kinds: readonly ErrorKind[]): ErrorKind | undefined =>
  gravity.find((kind) => kinds.includes(kind))

const gravity: ErrorKind[] = [
  'interrupted',
  'terminated',
  'bug',
  'outcome-unknown',
  'usage',
  'unavailable',
  'refused',
  'conflict',
  'not-found',
  'invalid',
]

/** The nouns that can be missing; the error code is the noun followed by `NotFound`. */
export type Noun =
  | 'User'
  | 'Profile'
  | 'Queue'
  | 'Group'
  | 'Incall'
  | 'File'
  | 'Agent'
  | 'CallbackList'
  | 'CallbackRequest'
  | 'DoNotCallEntry'
  | 'Period'
  | 'Import'
  | 'Change'
  | 'Override'
  | 'Role'

/** The stable name of a failure, the same on the command line and over REST. */
export type ErrorCode =
  | 'InvalidRequest'
  | 'InvalidJson'
  | 'InvalidCsv'
  | 'InvalidFilter'
  | `${Noun}NotFound`
  | 'NotFound'
  | 'MethodNotAllowed'
  | 'UnsupportedMediaType'
  | 'Unauthorized'
  | 'Forbidden'
  | 'TooManyRequests'
  | 'Unavailable'
  | 'Conflict'
  | 'Busy'
  | 'PreconditionFailed'
  | 'OutcomeUnknown'
  | 'Interrupted'
  | 'UnhandledError'

/** One thing wrong with one value of the input; `line` counts the lines of a file from 1. */
export interface Problem {
  line?: number
  /** Of its first character in the line, from 1, where that is known. */
  position?: number
  column?: string
  /** Where in a JSON body (RFC 6901), in place of `column`. */
  pointer?: string
  value?: string
  reason: string
}

/** What would work: a sentence that holds everywhere, or a remedy that each face words in its own way. */
export type Hint = string | Remedy

/** A command that helps, an option of what was asked, or what the columns of a file are; `when` says in which case. */
export type Remedy =
  | {run: RemedyCommand; words?: readonly string[]; when?: string}
  | {give: RemedyOption; value?: string; when?: string}
  | {map: readonly (readonly [column: string, field: string])[]; ignore: readonly string[]; when?: string}

export type RemedyCommand =
  | 'callbacks do-not-call list'
  | 'callbacks find'
  | 'callbacks imports'
  | 'callbacks lists rename'
  | 'callbacks periods set-default'
  | 'db init'
  | 'db recompute-identities'
  | 'dissuasion end-override'
  | 'dissuasion overrides'
  | 'dissuasion set-sound'
  | 'doctor'
  | 'history'
  | 'rights set'

/** In the words of the API: the command line's flag is the same in kebab case. */
export type RemedyOption =
  | 'atMost'
  | 'convert'
  | 'dates'
  | 'delimiter'
  | 'encoding'
  | 'everyone'
  | 'force'
  | 'hidden'
  | 'name'
  | 'ndjson'
  | 'partial'
  | 'preset'
  | 'profile'
  | 'replace'
  | 'sheet'
  | 'wait'

interface Details {
  /** What would work, one sentence each. */
  hints?: Hint[]
  /** Every single thing that was wrong, when there are several. */
  problems?: Problem[]
  cause?: unknown
}

/** An expected failure, in words for a person. Whatever else is thrown is a bug. */
export class AppError extends Error {
  readonly kind: ErrorKind
  readonly code: ErrorCode
  readonly hints: Hint[]
  readonly problems: Problem[]

  constructor(kind: ErrorKind, code: ErrorCode, message: string, {hints = [], problems = [], cause}: Details = {}) {
    super(message, {cause})
    this.name = 'AppError'
    this.kind = kind
    this.code = code
    this.hints = hints
    this.problems = problems
  }
}

/** The error document: the same on stdout under `--json` as in an HTTP answer. */
export interface ErrorDocument {
  error: string
  message: string
  hints?: string[]
  errors?: Problem[]
}

/** `word` is how a face says a hint; undefined when it has no way to do that. */
export function errorDocument(
  {code, message, hints, problems}: AppError,
  word: (hint: Hint) => string | undefined,
): ErrorDocument {
  const worded = hints.flatMap((hint) => word(hint) ?? [])
  return {
    error: code,
    message,
    ...(worded.length > 0 && {hints: worded}),
    ...(problems.length > 0 && {errors: problems}),
  }
}

export const usage = (message: string, details?: Details) => new AppError('usage', 'InvalidRequest', message, details)

export const invalid = (message: string, details?: Details) =>
  new AppError('invalid', 'InvalidRequest', message, details)

export const invalidCsv = (message: string, details?: Details) =>
  new AppError('invalid', 'InvalidCsv', message, details)

export const invalidFilter = (message: string, details?: Details) =>
  new AppError('invalid', 'InvalidFilter', message, details)

export const invalidJson = (message: string, details?: Details) =>
  new AppError('invalid', 'InvalidJson', message, details)

export const notFound = (noun: Noun, message: string, details?: Details) =>
  new AppError('not-found', `${noun}NotFound`, message, details)

export const conflict = (message: string, details?: Details) => new AppError('conflict', 'Conflict', message, details)

export const busy = (message: string, details?: Details) => new AppError('conflict', 'Busy', message, details)

export const refused = (message: string, details?: Details) => new AppError('refused', 'Forbidden', message, details)

export const unavailable = (message: string, details?: Details) =>
  new AppError('unavailable', 'Unavailable', message, details)

export const outcomeUnknown = (message: string, details?: Details) =>
  new AppError('outcome-unknown', 'OutcomeUnknown', message, details)

/** `signal` is what asked the program to stop. */
export const interrupted = (signal: NodeJS.Signals, message: string) =>
  new AppError(signal === 'SIGINT' ? 'interrupted' : 'terminated', 'Interrupted', message)
