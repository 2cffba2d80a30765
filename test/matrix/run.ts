import {spawnSync} from 'node:child_process'
import {mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {tellSurroundings} from '../faults/reliability.ts'
import {type Cell, cells} from './cells.ts'

/** Runs the cells whose name has one of the given words, or all; writes the table of docs/reliability.md. */
const root = fileURLToPath(new URL('../..', import.meta.url))
const words = process.argv.slice(2)
const chosen = cells.filter(({name}) => words.length === 0 || words.some((word) => name.includes(word)))

/** A line about each test that ran; on a busy machine a wait may be too short, so a failure is tried twice more. */
function run({config, files, prepare}: Cell): {lines: string[]; versions: string} {
  const {env = {}, node = process.execPath, versions} = prepare()
  const folder = mkdtempSync(join(tmpdir(), 'xivoctl-matrix-'))
  const OUTCOME = join(folder, 'outcome')
  const flags = ['--config', config, '--retry=2', '--reporter=./test/support/outcome.ts']
  try {
    const vitest = [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...flags, ...files]
    spawnSync(node, vitest, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: {...process.env, ...env, OUTCOME},
    })
    return {lines: readFileSync(OUTCOME, 'utf8').split('\n').filter(Boolean), versions}
  } finally {
    rmSync(folder, {recursive: true})
  }
}

let isFine = chosen.length > 0
for (const cell of chosen) {
  console.log(`\n== ${cell.name}`)
  const {lines, versions} = run(cell)
  const failed = lines.filter((line) => line.startsWith('failed'))
  const passed = lines.length - failed.length
  for (const line of failed) console.log(line)
  console.log(`${passed} passed, ${failed.length} failed`)
  tellSurroundings(
    cell.name,
    lines.length === 0 ? 'programs of Debian are missing' : {passed, failed: failed.length},
    versions,
  )
  if (failed.length > 0) isFine = false
}
process.exitCode = isFine ? 0 : 1
