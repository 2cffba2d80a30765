import {readFileSync, writeFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import {relative} from 'node:path'
import type {MutantResult} from '@stryker-mutator/api/core'
import type {Module} from './modules.ts'
import {reasonOf} from './survivors.ts'

interface Survivor {
  file: string
  line: number
  original: string
  replacement: string
  because: string | undefined
}

export interface Figures {
  mutants: number
  survivors: Survivor[]
  score: number
  seconds: number
}

export function figuresOf(mutants: readonly MutantResult[], seconds: number): Figures {
  const survivors = mutants.filter(({status}) => status !== 'Killed' && status !== 'Timeout').map(survivorOf)
  return {
    mutants: mutants.length,
    survivors: survivors.sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line),
    score: 100 * (1 - survivors.length / mutants.length),
    seconds: Math.round(seconds),
  }
}

function survivorOf({fileName, location: {start, end}, replacement = ''}: MutantResult): Survivor {
  const file = relative(process.cwd(), fileName)
  const lines = readFileSync(fileName, 'utf8').split('\n')
  const whole = lines[start.line - 1] ?? ''
  const original =
    start.line === end.line ? whole.slice(start.column - 1, end.column - 1) : whole.slice(start.column - 1)
  return {file, line: start.line, original, replacement, because: reasonOf(file, whole, replacement)}
}

const page = 'docs/mutation.md'
const introduction = `# Mutation testing

\`npm run test:mutation\` writes this page. It changes the sources of modules that decide what is stored, one operator, constant or
regular expression at a time, and runs their tests: a test should fail for each change. Each section is the last run of its module.
`
const separator = '\n## '

/** Replaces the section of the module, or adds it. */
export function writeSection({name}: Module, figures: Figures): void {
  const [, ...sections] = pageNow().split(separator)
  const others = sections.filter((section) => !section.startsWith(`${name}\n`))
  const all = [...others, sectionOf(name, figures)].map((section) => section.trimEnd()).sort()
  writeFileSync(page, `${[introduction, ...all.map((section) => `${section}\n`)].join(separator)}`)
}

function pageNow(): string {
  try {
    return readFileSync(page, 'utf8')
  } catch {
    return introduction
  }
}

const {version} = createRequire(import.meta.url)('@stryker-mutator/core/package.json') as {version: string}

function sectionOf(name: string, {mutants, survivors, score, seconds}: Figures): string {
  const date = new Date().toISOString().slice(0, 10)
  const figures = `${mutants} mutants, ${mutants - survivors.length} killed: ${score.toFixed(1)} %`
  const lines = [name, '', `${figures} (${date}, Node ${process.versions.node}, Stryker ${version}, ${seconds} s).`, '']
  if (survivors.length === 0) return lines.join('\n')
  const rows = survivors.map(
    ({file, line, original, replacement, because = 'not explained'}) =>
      `| ${file}:${line} | ${code(original)} | ${code(replacement)} | ${because} |`,
  )
  return [...lines, '| survivor | source | mutant | why no test fails |', '|---|---|---|---|', ...rows].join('\n')
}

const longest = 80

function code(text: string): string {
  const line = text.replace(/\s+/g, ' ')
  const shown = line.length > longest ? `${line.slice(0, longest)}…` : line
  return shown === '' ? '' : `\`\`${shown.replaceAll('|', '\\|')} \`\``
}
