import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {startBinary} from '../support/binary.ts'
import type {TestXivo} from '../support/xivo.ts'
import {folder} from './files.ts'
import {Findings, repeat} from './findings.ts'
import {fuzzedSheet} from './fuzzed-sheets.ts'
import {inLanes} from './lanes.ts'
import {chosenSeed, random} from './random.ts'
import type {Suite} from './suite.ts'
import {take} from './tables.ts'
import {LIST, reset, truth} from './truth.ts'
import {judge} from './verdict.ts'

const HANG_MS = 60_000
const MOST_KIBIBYTES = 250 * 1024
const peakMemory = fileURLToPath(new URL('../support/peak-memory.cjs', import.meta.url))

export const sheetFuzz: Suite = {
  name: 'a damaged workbook is either imported or refused, never anything else',
  runs: 10_000,
  least: 100,
  run: importFuzzed,
}

export const sheetBinaryFuzz: Suite = {
  name: 'on damaged workbooks, the program exits with 0, 3 or 9 and takes no more than 250 MB',
  runs: 300,
  least: 4,
  run: runFuzzed,
}

function importFuzzed(installation: string, lanes: readonly TestXivo[], runs: number): Promise<Findings> {
  return inLanes(installation, lanes, {runs, hasList: true}, async (findings, {run, session, client}) => {
    const seed = chosenSeed + 300_000_000 + run
    const verdict = await judge(session, await fuzzedSheet(random(seed)), {})
    const left = await take(client)
    const {code, imported, said, failure} = verdict
    findings.saw(code === 3 ? `exit 3, ${hasLines(said) ? 'bad lines' : 'no line read'}` : `exit ${code}`)
    if (code === 1) findings.blame(`seed ${seed}: ${failure instanceof Error ? failure.stack : said}`)
    if (left.rows !== imported || left.told !== imported)
      findings.blame(`seed ${seed}: reported ${JSON.stringify(verdict)}, found ${JSON.stringify(left)}`)
  })
}

/** Was the file refused for its rows, and not before it had any? */
const hasLines = (said: string) => {
  const {problems = []}: {problems?: {line?: number}[]} = JSON.parse(said)
  return problems.some(({line = 1}) => line > 1)
}

/** The same through the whole program. */
async function runFuzzed(installation: string, lanes: readonly TestXivo[], runs: number): Promise<Findings> {
  const findings = new Findings()
  const directory = folder()
  return repeat(findings, runs, lanes, async (xivo, run) => {
    const seed = chosenSeed + 600_000_000 + run
    const {bytes, said, partial, onDuplicate} = await fuzzedSheet(random(seed))
    const file = join(directory, `${run}.xlsx`)
    writeFileSync(file, bytes)
    const flags = [
      '--on-duplicate',
      onDuplicate,
      '--hidden',
      said.hidden ?? 'read',
      '--rejects',
      `${file}.rejects.xlsx`,
    ]
    if (partial) flags.push('--partial')
    await reset(xivo)
    const env = {...xivo.env, NODE_OPTIONS: `--require ${peakMemory}`, PEAK_FILE: `${file}.peak`}
    const argv = ['callbacks', 'import', LIST, file, ...flags]
    const {process: child, ended} = await startBinary(argv, {installation, env})
    const timer = setTimeout(() => child.kill('SIGKILL'), HANG_MS)
    const {code, signal, stdout, stderr} = await ended
    clearTimeout(timer)
    const found = await truth(xivo)
    const told = Number(/: imported (\d+) /.exec(stdout)?.[1] ?? 0)
    const peak = Number(readFileSync(`${file}.peak`, 'utf8'))
    findings.saw(`exit ${code ?? signal}`)
    if (![0, 3, 9].includes(code ?? -1) || found.rows !== told || peak > MOST_KIBIBYTES)
      findings.blame(
        `seed ${seed}: exit ${code ?? signal}, ${peak} KiB, ${found.rows} rows: ${stdout}${stderr.slice(0, 2000)}`,
      )
  })
}
