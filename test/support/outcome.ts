import {writeFileSync} from 'node:fs'
import {stripVTControlCharacters} from 'node:util'
import type {Reporter, SerializedError, TestCase, TestModule, TestSuite} from 'vitest/node'

/** Writes a line about each test into the file OUTCOME: how it ended, its name, and the message of what was wrong. */
export default class Outcome implements Reporter {
  private readonly lines: string[] = []

  onTestCaseResult(test: TestCase): void {
    const {state, errors = []} = test.result()
    if (state === 'skipped') return
    const how = test.diagnostic()?.flaky ? 'passed when tried again' : state
    this.tell(how, `${test.module.relativeModuleId} > ${test.fullName}`, errors[0])
  }

  onTestSuiteResult(suite: TestSuite): void {
    for (const error of suite.errors())
      this.tell('failed', `${suite.module.relativeModuleId} > ${suite.fullName}`, error)
  }

  onTestModuleEnd(module: TestModule): void {
    for (const error of module.errors()) this.tell('failed', module.relativeModuleId, error)
  }

  onTestRunEnd(_: unknown, unhandled: readonly SerializedError[]): void {
    for (const error of unhandled) this.tell('failed', 'outside of the tests', error)
    writeFileSync(process.env.OUTCOME ?? '/dev/stdout', this.lines.join(''))
  }

  private tell(how: string, what: string, error?: SerializedError): void {
    const [message = ''] = stripVTControlCharacters(error?.message ?? '').split('\n')
    this.lines.push(`${[how, what, message].filter(Boolean).join(': ').replaceAll(/\s+/g, ' ')}\n`)
  }
}
