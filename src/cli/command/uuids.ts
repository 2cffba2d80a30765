import {Args} from '@oclif/core'

/** One or more uuids; the words that follow the first are in `argv`. */
export const uuidArgs = {uuid: Args.string({required: true, description: 'uuid of the request; several may follow'})}

/** For examples: the shell's way to one request of the demo. */
export const someUuid = '"$(<%= config.bin %> callbacks find --limit 1 -q --context demo)"'
