import {fileURLToPath} from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** What no answer may hold, on either face. */
const never: [what: string, pattern: RegExp][] = [
  ['a stack trace', /^\s+at .+:\d+:\d+/m],
  ['a source', /node_modules|node:internal|\/src\/\w|\.ts:\d|\.js:\d/],
  ['SQL', /\b(?:select .+ from|insert into|update \S+ set|delete from|syntax error at or near|sqlstate|violates)\b/i],
  ['a connection string', /postgres(?:ql)?:\/\//],
  ['a bug', /UnhandledError|unexpected error|undefined|\[object Object\]|NaN/],
]

/** A table of ours or of XiVO, unless it is part of a route. */
const tables =
  /(?<![/\w])(?:callback_(?:list|request|import|ticket)|preferred_callback_period|request_key|user_(?:profile|right)|userfeatures|queuefeatures|agentfeatures|agentgroup|dialaction|queuemember|xivoctl_migration)(?!\w)/

/** What of these texts must not be there; `told` are those that came from outside, which may come back; `rest` is the directory that REST may not tell. */
export function leaksOf(
  text: string,
  told: readonly string[],
  {secrets, rest}: {secrets: readonly string[]; rest: string},
): string[] {
  const own = without(text, told)
  const patterns: [string, RegExp][] = [...never, ['a table', tables]]
  return [
    ...patterns.flatMap(([what, pattern]) => {
      const found = pattern.exec(own)
      return found ? [`${what} in the answer: ${found[0]}`] : []
    }),
    ...(own.includes(root) ? ['the path of the program'] : []),
    ...(rest !== '' && text.includes(rest) ? ['the sound directory'] : []),
    ...secrets.filter((secret) => text.includes(secret)).map((secret) => `the secret ${secret}`),
  ]
}

function without(text: string, told: readonly string[]): string {
  const spellings = told.flatMap((each) => [each, JSON.stringify(each).slice(1, -1), encodeURI(each.toWellFormed())])
  return spellings
    .filter((each) => each.length > 2)
    .sort((one, other) => other.length - one.length)
    .reduce((left, each) => left.replaceAll(each, '…'), text)
}

/** Characters that steer a terminal. */
export const steering = /[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/

const separators = /[\r\n\t|;,:<>{}"]+/

/** All texts of a value, and their parts. */
export function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value, ...value.split(separators)]
  if (Buffer.isBuffer(value)) return value.toString('utf8').split(separators)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, each]) => [key, ...textsOf(each)])
}
