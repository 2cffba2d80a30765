import {execFileSync} from 'node:child_process'
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {ffmpeg, sox} from '../system/programs.ts'

/** What sox makes of a WAV with these arguments, which say format and encoding. */
export const bySox = (wav: Buffer, ...argv: string[]) =>
  made(wav, (input, output) => [sox, ['-R', input, ...argv, output]])

/** What ffmpeg makes of it. */
export const byFfmpeg = (wav: Buffer, ...argv: string[]) =>
  made(wav, (input, output) => [ffmpeg, ['-nostdin', '-v', 'error', '-i', input, ...argv, output]])

/** Both write their headers once they know the length, so not into a pipe. */
function made(wav: Buffer, line: (input: string, output: string) => [string, string[]]): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'xivoctl-encode-'))
  const [input, output] = [join(folder, 'in.wav'), join(folder, 'out')]
  try {
    writeFileSync(input, wav)
    execFileSync(...line(input, output), {stdio: ['ignore', 'ignore', 'pipe']})
    return readFileSync(output)
  } finally {
    rmSync(folder, {recursive: true})
  }
}
