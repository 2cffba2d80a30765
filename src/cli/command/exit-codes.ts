import type {ErrorKind} from '../../errors.ts'

/** The exit codes; 0 means done, or nothing to do. */
export const exitCodes: Record<ErrorKind, number> = {
  bug: 1,
  usage: 2,
  invalid: 3,
  'not-found': 4,
  refused: 5,
  unavailable: 6,
  conflict: 7,
  'outcome-unknown': 8,
  interrupted: 130,
  terminated: 143,
}

/** An import with --partial that skipped bad lines. */
export const PARTIAL_IMPORT = 9

/** What was compared differs. */
export const DIFFERS = 10

/** The table in help and in the manual pages. */
export const exitMeanings: {code: string; meaning: string}[] = [
  {code: '0', meaning: 'done, or nothing to do'},
  {code: '1', meaning: 'a bug'},
  {code: '2', meaning: 'usage: a flag, an argument, a setting'},
  {code: '3', meaning: 'invalid input, nothing written'},
  {code: '4', meaning: 'a name, number or uuid does not exist'},
  {code: '5', meaning: 'refused: the database role lacks a privilege'},
  {code: '6', meaning: 'database, disk, sound directory or input file unavailable, nothing written'},
  {
    code: '7',
    meaning:
      'conflict: the object changed meanwhile, the name is ambiguous or taken, a limit such as --at-most is exceeded, or another process holds the lock',
  },
  {code: '8', meaning: 'done, but the result could not be written; or the answer to COMMIT was lost'},
  {code: '9', meaning: 'a partial import or adoption left out the bad lines'},
  {code: String(DIFFERS), meaning: 'something differs'},
  {
    code: '130, 143',
    meaning:
      'interrupted by Ctrl-C (130) or SIGTERM (143), or not confirmed (130); nothing written unless stderr says otherwise',
  },
]

/** The meaning of a code for a command, if it differs from the general one. */
const ownMeanings: Record<string, Record<string, string>> = {
  adopt: {5: 'refused: the database role lacks a privilege, or the original rejects the token'},
  'dissuasion check': {
    3: 'callers do not hear a used sound, or hear noise',
    6: 'database or sound directory unavailable, or a used sound cannot be read',
  },
  'dissuasion override': {
    6: 'database, disk or sound directory unavailable, or nothing starts and ends overrides; nothing written',
  },
  doctor: {
    2: 'usage, or a fault of the settings',
    7: "two configuration servers, or a row that breaks XiVO's query",
  },
}

/** The flags of the commands that alone end with these codes: one skips bad lines, one compares. */
const flagsOfCodes: Record<string, string> = {[PARTIAL_IMPORT]: 'partial', [DIFFERS]: 'with'}

/** The exit codes of a command. */
export function exitMeaningsOf({id, flags}: {id: string; flags: object}): typeof exitMeanings {
  const own = ownMeanings[id.replaceAll(':', ' ')] ?? {}
  const applies = (code: string) => flagsOfCodes[code] === undefined || flagsOfCodes[code] in flags
  return exitMeanings
    .filter(({code}) => applies(code))
    .map(({code, meaning}) => ({code, meaning: own[code] ?? meaning}))
}
