import {isAbsolute, relative} from 'node:path'
import {expect} from 'vitest'

type Body = (...values: unknown[]) => unknown

export interface CollectedTest {
  id: string
  run: () => Promise<void>
}

interface Hooks {
  beforeAll: Body[]
  afterAll: Body[]
  beforeEach: Body[]
  afterEach: Body[]
}

type DeclaredRest = [body: Body] | [options: object, body: Body]
type Declare = (name: string, ...rest: DeclaredRest) => void
type Each = (rows: readonly unknown[]) => Declare

interface Vitest {
  expect: typeof expect
  test: Declare & {each: Each; runIf: (wanted: boolean) => Declare}
  describe: Declare & {each: Each}
  beforeAll: (body: Body) => void
  afterAll: (body: Body) => void
  beforeEach: (body: Body) => void
  afterEach: (body: Body) => void
}

/** What a test file imports from vitest, and the tests that it then declares. */
export class Collection {
  readonly tests: CollectedTest[] = []
  private readonly suites: {name: string; hooks: Hooks; prepared?: Promise<void>}[] = []
  private file = ''

  /** The tests that `load` declares are those of `file`. */
  declare(file: string, load: () => void): void {
    this.file = isAbsolute(file) ? relative(process.cwd(), file) : file
    this.describe(this.file, load)
  }

  readonly vitest: Vitest = {
    expect,
    test: Object.assign((name: string, ...rest: DeclaredRest) => this.test(name, rest), {
      runIf: (wanted: boolean) => (wanted ? this.vitest.test : () => {}),
      each:
        (rows: readonly unknown[]) =>
        (name: string, ...rest: DeclaredRest) => {
          const [body] = rest.slice(-1) as [Body]
          for (const [index, values] of valuesOf(rows).entries())
            this.test(`${name} [${index}]`, [() => body(...values)])
        },
    }),
    describe: Object.assign(
      (name: string, ...rest: DeclaredRest) => this.describe(name, ...(rest.slice(-1) as [Body])),
      {
        each:
          (rows: readonly unknown[]) =>
          (name: string, ...rest: DeclaredRest) => {
            const [body] = rest.slice(-1) as [Body]
            for (const [index, values] of valuesOf(rows).entries())
              this.describe(`${name} [${index}]`, () => body(...values))
          },
      },
    ),
    beforeAll: (body: Body) => this.hooks.beforeAll.push(body),
    afterAll: (body: Body) => this.hooks.afterAll.push(body),
    beforeEach: (body: Body) => this.hooks.beforeEach.push(body),
    afterEach: (body: Body) => this.hooks.afterEach.push(body),
  }

  /** Undoes what the tests prepared. */
  async finish(): Promise<void> {
    for (const body of this.prepared.flatMap(({afterAll}) => afterAll)) await body()
  }

  private readonly prepared: Hooks[] = []

  private get hooks(): Hooks {
    const suite = this.suites.at(-1)
    if (suite === undefined) throw new Error('a hook outside of a file')
    return suite.hooks
  }

  private describe(name: string, body: Body): void {
    this.suites.push({name, hooks: {beforeAll: [], afterAll: [], beforeEach: [], afterEach: []}})
    body()
    this.suites.pop()
  }

  /** A test with a time limit of its own takes long: no mutant waits for it. */
  private test(name: string, rest: DeclaredRest): void {
    const [body] = rest
    if (typeof body !== 'function') return
    const suites = [...this.suites]
    const id = [...suites.map((suite) => suite.name), name, this.tests.length].join(' > ')
    this.tests.push({
      id,
      run: () =>
        this.runIn(
          suites.map(({hooks}) => hooks),
          body as Body,
        ),
    })
  }

  private async runIn(all: readonly Hooks[], body: Body): Promise<void> {
    for (const hooks of all) await this.prepare(hooks)
    for (const hook of all.flatMap(({beforeEach}) => beforeEach)) await hook()
    try {
      await body()
    } finally {
      for (const hook of all.flatMap(({afterEach}) => afterEach)) await hook()
    }
  }

  private async prepare(hooks: Hooks): Promise<void> {
    if (this.prepared.includes(hooks)) return
    this.prepared.push(hooks)
    for (const body of hooks.beforeAll) await body()
  }
}

/** Rows are spread only when all of them are arrays. */
const valuesOf = (rows: readonly unknown[]): (readonly unknown[])[] =>
  rows.every((row): row is unknown[] => Array.isArray(row)) ? [...rows] : rows.map((row) => [row])
