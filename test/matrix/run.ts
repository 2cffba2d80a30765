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

interface Report {
  numPassedTests: number
  numFailedTests: number
  testResults: {
    name: string
    status: string
    message?: string
    assertionResults: {fullName: string; status: string}[]
  }[]
}

function run({config, files, prepare}: Cell): {passed: number; failed: string[]; versions: string} {
  const {env = {}, node = process.execPath, versions} = prepare()
  const folder = mkdtempSync(join(tmpdir(), 'xivoctl-matrix-'))
  const output = join(folder, 'report.json')
  const vitest = [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--config',
    config,
    '--reporter=json',
    `--outputFile=${output}`,
  ]
  try {
    spawnSync(node, [...vitest, ...files], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: {...process.env, ...env},
    })
    const {numPassedTests, testResults} = JSON.parse(readFileSync(output, 'utf8')) as Report
    return {passed: numPassedTests, failed: testResults.flatMap(failures), versions}
  } finally {
    rmSync(folder, {recursive: true})
  }
}

/** A file that could not be loaded fails without a test. */
function failures({name, status, assertionResults}: Report['testResults'][number]): string[] {
  const failed = assertionResults.filter((test) => test.status === 'failed').map(({fullName}) => fullName)
  return failed.length === 0 && status === 'failed' ? [name] : failed
}

let isFine = chosen.length > 0
for (const cell of chosen) {
  console.log(`\n== ${cell.name}`)
  const {passed, failed, versions} = run(cell)
  for (const name of failed) console.log(`failed: ${name}`)
  console.log(`${passed} passed, ${failed.length} failed`)
  const outcome = passed + failed.length === 0 ? 'programs of Debian are missing' : {passed, failed: failed.length}
  tellSurroundings(cell.name, outcome, versions)
  if (failed.length > 0) isFine = false
}
process.exitCode = isFine ? 0 : 1
