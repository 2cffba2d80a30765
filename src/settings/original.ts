import {readFileSync} from 'node:fs'
import {unavailable, usage} from '../errors.ts'

/** The token for the original: from the given file, else from XIVOCTL_ORIGINAL_TOKEN; never from the command line. */
export function loadOriginalToken(env: NodeJS.ProcessEnv, file: string | undefined): string {
  const token = (file === undefined ? (env.XIVOCTL_ORIGINAL_TOKEN ?? '') : read(file)).trim()
  const origin = file === undefined ? 'XIVOCTL_ORIGINAL_TOKEN' : `the token file ${file}`
  if (token === '') {
    throw usage(file === undefined ? 'no token for the original is configured' : `${origin} is empty`, {
      hints: ['set XIVOCTL_ORIGINAL_TOKEN, or --token-file FILE; on a XiVO it is PLAY_AUTH_TOKEN of its custom.env'],
    })
  }
  // Checked here because an error of the HTTP client would quote it.
  if (!/^[\x21-\x7e]+$/.test(token)) throw usage(`${origin} must hold one token of plain characters, and nothing else`)
  return token
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw unavailable(`the token file cannot be read: ${error instanceof Error ? error.message : error}`)
  }
}
