import {mkdir, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {tone, wav} from '../support/wav.ts'
import type {Bench} from './bench.ts'
import type {Contestant, Standing} from './contest.ts'
import {type Goal, spread} from './figures.ts'

const sizes = [5000]
const SECONDS = 3

/** `dissuasion check` of sound files of three seconds, against the reading of them, and against other builds. */
export const soundsBench: Bench = async function* (server, {rows = sizes, against}) {
  for (const size of rows) {
    const directory = join(server.directory, `sounds-${size}`)
    await fill(directory, size)
    const contestant = (name: string, command: string, argv: string[]): Contestant => ({
      name,
      program: {command, argv, env: {XIVOCTL_DATABASE_URL: server.url, XIVOCTL_SOUNDS_DIR: directory}},
      outcome: async () => 'nothing',
    })
    const check = (name: string, script: string, format = '--csv') =>
      contestant(name, process.execPath, [script, 'dissuasion', 'check', 'sales', format])
    yield {
      text: 'Whole processes, with output to /dev/null. The floor is `cat` of the files.',
      goals,
      contest: {
        title: `dissuasion check, ${size.toLocaleString('en')} sounds of ${SECONDS} s`,
        floor: contestant('cat', 'sh', ['-c', `cat '${directory}'/*.wav`]),
        others: [
          check('xivoctl dissuasion check', server.program.script),
          check('xivoctl dissuasion check --json', server.program.script, '--json'),
          ...against.map((other) => check(`dissuasion check of ${other}`, other)),
        ],
      },
    }
  }
}

/** The two sounds that the queue plays are among them, so that the check finds nothing. */
async function fill(directory: string, size: number): Promise<void> {
  await mkdir(directory)
  const content = wav({seconds: SECONDS, sample: (i) => tone(0.112 * (1 + Math.sin(i / 1500)))(i)})
  const names = ['sales_audio_file', 'sales_audio_file_2', ...Array.from({length: size - 2}, (_, i) => `sales_${i}`)]
  for (const name of names) await writeFile(join(directory, `${name}.wav`), content)
}

function goals([, subject, json, other]: Standing[]): Goal[] {
  if (subject === undefined || json === undefined) return []
  const cells = [...subject.cells, ...json.cells]
  const peak = {what: 'peak memory, MB', value: Math.max(...cells.map((cell) => cell.peakMegabytes)), goal: 80}
  if (other === undefined) return [peak]
  const ratios = subject.cells.map(({milliseconds}, i) => milliseconds / (other.cells[i]?.milliseconds ?? Number.NaN))
  return [{what: 'time / the other build', value: spread(ratios).median, goal: 0.6}, peak]
}
