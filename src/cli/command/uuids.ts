import {fstatSync, statSync} from 'node:fs'
import {text} from 'node:stream/consumers'
import {Args} from '@oclif/core'
import {usage} from '../../errors.ts'
import {SHORTEST_BEGINNING} from '../../formats/uuids.ts'

/** One or more uuids; the words that follow the first are in `argv`. */
export const uuidArgs = {
  uuid: Args.string({
    description: `uuid of a request, or its first ${SHORTEST_BEGINNING} or more characters; several are allowed; - reads them from standard input`,
  }),
}

export const uuidArg = {
  uuid: Args.string({
    required: true,
    description: `uuid of the request, or its first ${SHORTEST_BEGINNING} or more characters`,
  }),
}

/** For examples: the shell's way to one request of the demo. */
export const someUuid = '"$(<%= config.bin %> callbacks find --limit 1 --ids --context demo)"'

/** The uuids of a line, `-` being those on standard input; undefined when there are none on a line that would have some. */
export async function readUuids(words: readonly string[]): Promise<string[] | undefined> {
  if (words.length === 0) return isNullInput() ? [] : undefined
  const uuids = await Promise.all(
    words.map(async (word) => (word === '-' ? wordsOf(await text(process.stdin)) : [word])),
  )
  return uuids.flat().map(longEnough)
}

const wordsOf = (input: string) => input.split(/\s+/).filter((word) => word !== '')

/** `xargs` gives the program that it runs on nothing, without words, the null device. */
function isNullInput(): boolean {
  const input = fstatSync(0)
  return input.isCharacterDevice() && input.rdev === statSync('/dev/null').rdev
}

/** What is shorter would soon mean another one. */
export function longEnough(uuid: string): string {
  if (uuid.length >= SHORTEST_BEGINNING) return uuid
  throw usage(`'${uuid}' is too short: a uuid, or at least its first ${SHORTEST_BEGINNING} characters`)
}
