import {text} from 'node:stream/consumers'
import {Args} from '@oclif/core'
import {usage} from '../../errors.ts'
import {SHORTEST_BEGINNING} from '../../formats/uuids.ts'
import {isNullDevice} from '../devices.ts'

const uuids = `uuid of a request, or its first ${SHORTEST_BEGINNING} or more characters; several are allowed; - reads them from standard input`

/** One or more uuids; the words that follow the first are in `argv`. */
export const uuidArgs = {uuid: Args.string({description: uuids})}

/** The same in a command that has the flags of a selection. */
export const uuidOrSelectionArgs = {
  uuid: Args.string({description: `${uuids}; or select requests with --list, --queue, --overdue, --filter …`}),
}

export const uuidArg = {
  uuid: Args.string({
    required: true,
    description: `uuid of the request, or its first ${SHORTEST_BEGINNING} or more characters`,
  }),
}

/** For examples: a shell expression for one request of the demo. */
export const someUuid = '"$(<%= config.bin %> callbacks find --limit 1 --ids --context demo)"'

/** The uuids of a command line, with `-` for those on standard input; undefined when none are given. */
export async function readUuids(words: readonly string[]): Promise<string[] | undefined> {
  // When `xargs` has no input, it runs the program without words, and with /dev/null as standard input.
  if (words.length === 0) return isNullDevice(0) ? [] : undefined
  const uuids = await Promise.all(
    words.map(async (word) => (word === '-' ? wordsOf(await text(process.stdin)) : [word])),
  )
  return uuids.flat().map(longEnough)
}

const wordsOf = (input: string) => input.split(/\s+/).filter((word) => word !== '')

/** A shorter prefix would soon be ambiguous. */
export function longEnough(uuid: string): string {
  if (uuid.length >= SHORTEST_BEGINNING) return uuid
  throw usage(`'${uuid}' is too short: a uuid, or at least its first ${SHORTEST_BEGINNING} characters`)
}
