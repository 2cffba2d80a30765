import type {Patch} from '../support/binary.ts'

/** It soon gives up waiting for a database that is gone. */
export const impatience: Patch = {
  file: 'src/services/callbacks/imports.ts',
  from: 'RECOVERY_MS = 20_000',
  to: 'RECOVERY_MS = 4_000',
}
