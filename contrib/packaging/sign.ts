import {spawnSync} from 'node:child_process'

/** Signs a file: FILE.asc, beside it. */
export type Sign = (file: string) => void

/** Signs with this key of gpg. Refuses at once when gpg or the secret key is missing, because packing takes minutes. */
export function signWith(key: string): Sign {
  gpg(['--list-secret-keys', '--', key], `gpg has no secret key for '${key}'`)
  return (file) => {
    const argv = ['--yes', '--armor', '--local-user', key, '--output', `${file}.asc`, '--detach-sign', '--', file]
    gpg(argv, `gpg could not sign ${file} with '${key}'`)
  }
}

/** The agent of gpg asks for a passphrase. */
function gpg(argv: string[], otherwise: string): void {
  const {error, status, stderr} = spawnSync('gpg', ['--batch', ...argv], {encoding: 'utf8'})
  if (error !== undefined) throw new Error(`gpg, which signs, cannot run: ${error.message}`)
  if (status !== 0) throw new Error(`${otherwise}\n${stderr.trim()}`)
}
