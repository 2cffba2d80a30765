import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import type {TestXivo} from '../support/xivo.ts'
import type {Findings} from './findings.ts'

const folder = fileURLToPath(new URL('../../docs', import.meta.url))
const file = `${folder}/reliability.md`

const start = `# How xivoctl was tested

\`npm run test:faults\`, \`npm run test:hostile\` and \`npm run test:soak\` write this page: each line shows the last full run of a
suite, on the real program and a real PostgreSQL. \`npm test\` runs a small part of each suite, always with the same random choices. Each full run
makes other random choices; FAULTS_SEED=N repeats those of an earlier run.
`

const sections = {
  Suites: `
## Suites

| claim | runs | outcomes | failures | date and versions |
|---|---|---|---|---|
`,
  'Planted bugs': `
## Planted bugs

The suites were also run on programs with a planted bug: one line switched off. Each of these runs failed, as it should.

| planted bug: claim that failed | date and versions |
|---|---|
`,
  Surroundings: `
## Surroundings

\`npm run test:matrix\` runs the tests of services, REST and commands on each of these.

| surroundings | passed | failed | date and versions |
|---|---|---|---|
`,
}

type Section = keyof typeof sections

/** Writes what a suite saw. */
export async function tellResult(name: string, findings: Findings, xivo: TestXivo): Promise<void> {
  const wrong = findings.wrong.length === 0 ? '0' : `**${findings.wrong.length}**`
  putRow('Suites', [name, findings.runs.toLocaleString('en'), String(findings), wrong, await circumstances(xivo)])
}

/** A suite that cannot run here is said so. */
export function tellSkipped(name: string, why: string): void {
  putRow('Suites', [name, '0', `skipped: ${why}`, '–', today()])
}

/** Writes that a suite saw a bug, or so many of them. */
export async function tellPlanted(bug: string, suite: string, xivo: TestXivo, bugs = 1): Promise<void> {
  putRow('Planted bugs', [`${bug}: ${suite}`, `${bugs === 1 ? '' : `${bugs} bugs, `}${await circumstances(xivo)}`])
}

/** Writes how the tests ended in some surroundings, or why they did not run there. */
export function tellSurroundings(
  name: string,
  outcome: {passed: number; failed: number} | string,
  versions: string,
): void {
  const counts = typeof outcome === 'string' ? [`not run: ${outcome}`, '–'] : [outcome.passed, outcome.failed]
  const [passed, failed] = counts.map((count) => count.toLocaleString('en')) as [string, string]
  putRow('Surroundings', [
    name,
    passed,
    failed === '0' || failed === '–' ? failed : `**${failed}**`,
    `${today()}, ${versions}`,
  ])
}

const today = () => new Date().toISOString().slice(0, 10)

async function circumstances(xivo: TestXivo): Promise<string> {
  const [{server_version: version} = {}] = await xivo.sql('show server_version')
  return `${today()}, Node ${process.versions.node}, PostgreSQL ${version}`
}

/** Each suite has one line, which its next run replaces. What a suite sees of a planted bug is no result. */
function putRow(section: Section, cells: readonly string[]): void {
  if (process.env.PLANTED !== undefined) return
  const row = `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  const page = existsSync(file) ? readFileSync(file, 'utf8') : start
  const lines = (page.includes(`## ${section}\n`) ? page : page + sections[section]).split('\n')
  const key = row.slice(0, row.indexOf(' | ') + 2)
  const there = lines.findIndex((line) => line.startsWith(key))
  if (there === -1) lines.splice(endOfTable(lines, section), 0, row)
  else lines[there] = row
  mkdirSync(folder, {recursive: true})
  writeFileSync(file, lines.join('\n'))
}

function endOfTable(lines: readonly string[], section: Section): number {
  let at = lines.findIndex((line, i) => line.startsWith('|---') && lines.lastIndexOf(`## ${section}`, i) !== -1)
  while (lines[at]?.startsWith('|')) at++
  return at
}
