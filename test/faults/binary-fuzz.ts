import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {startBinary} from '../support/binary.ts'
import type {TestXivo} from '../support/xivo.ts'
import {folder} from './files.ts'
import {Findings, repeat} from './findings.ts'
import {fuzzedFile} from './fuzzed-files.ts'
import {chosenSeed, random} from './random.ts'
import type {Suite} from './suite.ts'
import {LIST, reset, truth} from './truth.ts'

const HANG_MS = 60_000

export const binaryFuzz: Suite = {
  name: 'on damaged files, the program exits with 0, 3 or 9, and imports exactly the rows that it reports',
  runs: 200,
  least: 4,
  run: runFuzzed,
}

/** The same accidents, through the whole program: exit 0, 3 or 9, and as many rows as it says. */
async function runFuzzed(installation: string, lanes: readonly TestXivo[], runs: number): Promise<Findings> {
  const findings = new Findings()
  const directory = folder()
  return repeat(findings, runs, lanes, async (xivo, run) => {
    const seed = chosenSeed + 700_000_000 + run
    const {bytes, said, partial, onDuplicate} = fuzzedFile(random(seed))
    const file = join(directory, `${run}.csv`)
    writeFileSync(file, bytes)
    const flags = ['--dates', said.dates ?? 'YYYY-MM-DD', '--on-duplicate', onDuplicate]
    if (said.delimiter !== undefined) flags.push('--delimiter', said.delimiter)
    if (said.encoding !== undefined) flags.push('--encoding', said.encoding)
    if (said.noGuess) flags.push('--no-guess')
    if (partial) flags.push('--partial')
    if (run % 2 === 0) flags.push('--rejects', `${file}.rejects`)
    const argv = ['callbacks', 'import', LIST, file, '--create', '--queue', 'switchboard', ...flags]
    await reset(xivo, {list: false})
    const {process: child, ended} = await startBinary(argv, {installation, env: xivo.env})
    const timer = setTimeout(() => child.kill('SIGKILL'), HANG_MS)
    const {code, signal, stdout, stderr} = await ended
    clearTimeout(timer)
    const found = await truth(xivo)
    const told = Number(/: imported (\d+) /.exec(stdout)?.[1] ?? 0)
    findings.saw(`exit ${code ?? signal}`)
    const lists = code === 3 ? 0 : 1
    if (![0, 3, 9].includes(code ?? -1) || found.rows !== told || found.told !== told || found.lists !== lists) {
      findings.blame(
        `seed ${seed}: exit ${code ?? signal}, ${JSON.stringify(found)}: ${stdout}${stderr.slice(0, 2000)}`,
      )
    }
  })
}
