import {mkdirSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import type {LogLevel, MutantResult, PartialStrykerOptions} from '@stryker-mutator/api/core'
import {Stryker} from '@stryker-mutator/core'
import {type Module, modules} from './modules.ts'
import {type Figures, figuresOf, writeSection} from './page.ts'

const leastScore = 90

process.chdir(fileURLToPath(new URL('../..', import.meta.url)))
const chosen = process.argv.slice(2)
for (const module of modules) {
  if (chosen.length > 0 && !chosen.includes(module.key)) continue
  const start = performance.now()
  const figures = figuresOf(await mutantsOf(module), (performance.now() - start) / 1000)
  writeSection(module, figures)
  tell(module, figures)
}

function tell({name}: Module, {mutants, survivors, score, seconds}: Figures): void {
  const unexplained = survivors.filter(({because}) => because === undefined)
  console.log(`${name}: ${mutants} mutants, ${survivors.length} survived, ${score.toFixed(1)} %, ${seconds} s`)
  for (const {file, line, original, replacement} of unexplained)
    console.log(`  not explained: ${file}:${line}: ${original} => ${replacement}`)
  if (unexplained.length > 0 || score < leastScore) process.exitCode = 1
}

/** `tests` is for the runner of this folder. */
interface Options extends PartialStrykerOptions {
  tests: string[]
}

function mutantsOf({mutate, tests}: Module): Promise<MutantResult[]> {
  // Below node_modules, no linter looks at the copy that Stryker mutates.
  mkdirSync('node_modules/.cache', {recursive: true})
  const options: Options = {
    mutate,
    tests,
    testRunner: 'in-process',
    plugins: [fileURLToPath(new URL('runner.ts', import.meta.url))],
    testRunnerNodeArgs: ['--import', 'tsx'],
    coverageAnalysis: 'perTest',
    concurrency: Number(process.env.MUTATION_WORKERS ?? 2),
    // A busy machine is no mutant that loops.
    timeoutMS: 10_000,
    reporters: [],
    ignorePatterns: ['bin', 'commands', 'contrib', 'dist', 'docs', 'findings', 'test/faults', 'test/http'],
    tempDirName: 'node_modules/.cache/mutation',
    cleanTempDir: 'always',
    disableTypeChecks: false,
    warnings: false,
    logLevel: 'error' as LogLevel,
  }
  return new Stryker(options).runMutationTest()
}
