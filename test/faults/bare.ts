import {spawn} from 'node:child_process'
import {join} from 'node:path'

/** Runs the program as from `env -i`, in a session of its own, without a terminal. */
export function startBare(installation: string, argv: readonly string[], env: Record<string, string>) {
  const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`)
  const script = join(installation, 'bin', 'run.js')
  const child = spawn('env', ['-i', ...variables, process.execPath, script, ...argv], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = {stdout: '', stderr: ''}
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      said[name] += text
    })
  }
  return new Promise<{code: number | null; stdout: string; stderr: string}>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({code, ...said}))
  })
}
