import type {MutantCoverage, StrykerOptions} from '@stryker-mutator/api/core'
import {
  commonTokens,
  declareFactoryPlugin,
  type Injector,
  type PluginContext,
  PluginKind,
  tokens,
} from '@stryker-mutator/api/plugin'
import {
  type DryRunResult,
  DryRunStatus,
  determineHitLimitReached,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner'
import {loadTests} from './load.ts'

/** What the instrumented sources read and write. */
interface Instrumented {
  activeMutant?: string | undefined
  currentTestId?: string | undefined
  mutantCoverage?: MutantCoverage | undefined
  hitCount?: number | undefined
  hitLimit?: number | undefined
}

const sources = globalThis as {__stryker__?: Instrumented}

/**
 * Runs tests that need no database in the process itself, without a test framework: milliseconds for a mutant, where a run of vitest
 * takes a second.
 */
class InProcessRunner implements TestRunner {
  readonly #files: readonly string[]

  constructor(files: readonly string[]) {
    this.#files = files
  }

  capabilities() {
    return {reloadEnvironment: true}
  }

  async dryRun(): Promise<DryRunResult> {
    const state: Instrumented = {}
    sources.__stryker__ = state
    const tests = await this.run(state)
    return {status: DryRunStatus.Complete, tests, mutantCoverage: state.mutantCoverage ?? {static: {}, perTest: {}}}
  }

  async mutantRun({activeMutant, hitLimit, testFilter}: MutantRunOptions): Promise<MutantRunResult> {
    const state: Instrumented = {activeMutant: activeMutant.id, hitCount: 0, hitLimit}
    sources.__stryker__ = state
    const tests = await this.run(state, testFilter)
    return toMutantRunResult(
      determineHitLimitReached(state.hitCount, hitLimit) ?? {status: DryRunStatus.Complete, tests},
    )
  }

  /** Of a mutant, up to the first test that fails. */
  private async run(state: Instrumented, only?: string[]): Promise<TestResult[]> {
    const results: TestResult[] = []
    const wanted = only && new Set(only)
    let collection: ReturnType<typeof loadTests>
    try {
      collection = loadTests(this.#files)
    } catch (error) {
      if (state.activeMutant === undefined) throw error
      return [failed('load', error)]
    }
    for (const {id, run} of collection.tests) {
      if (wanted && !wanted.has(id)) continue
      const start = performance.now()
      state.currentTestId = id
      try {
        await run()
        results.push({id, name: id, status: TestStatus.Success, timeSpentMs: performance.now() - start})
      } catch (error) {
        results.push(failed(id, error))
        if (state.activeMutant !== undefined) break
      } finally {
        state.currentTestId = undefined
      }
    }
    await collection.finish()
    return results
  }
}

const failed = (id: string, error: unknown): TestResult => ({
  id,
  name: id,
  status: TestStatus.Failed,
  failureMessage: String(error),
  timeSpentMs: 0,
})

function runnerOf(injector: Injector<PluginContext>): TestRunner {
  const options = injector.resolve(commonTokens.options) as StrykerOptions & {tests: string[]}
  return new InProcessRunner(options.tests)
}
runnerOf.inject = tokens(commonTokens.injector)

export const strykerPlugins = [declareFactoryPlugin(PluginKind.TestRunner, 'in-process', runnerOf)]
