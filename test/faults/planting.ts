import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {createVitest, type TestModule, type Vitest} from 'vitest/node'
import type {Patch} from '../support/binary.ts'
import {type Planted, sourceWith} from './planted/planted.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Tests of one file that run in one go. */
export interface Chosen extends Pick<Planted, 'apart'> {
  file: string
  names: readonly string[]
}

/** What tests made of the sources. */
export interface Seen {
  passed: number
  failed: number
  /** What failed beside tests: hooks, a file that cannot be read. A test that did not begin has seen nothing. */
  beside: string[]
}

/** Runs tests on sources with a bug, all in one vitest: that of the program's modules which has the bug is read anew, and packages once. */
export class Planting {
  readonly #server: string
  #vitest: Vitest | undefined
  #planted: {path: string; code: string} | undefined

  constructor(server: string) {
    this.#server = server
  }

  /** What these tests see of the sources with this patch, or as they are. */
  async run(patch: Patch | undefined, chosen: Chosen): Promise<Seen> {
    const {apart} = chosen
    // Its global setup runs here, and shall start no server of its own. What a suite sees of a bug is no result to be told.
    const usual = {TEST_DATABASE_URL: this.#server, FAULTS_SCALE: undefined}
    const restore = setEnvironment({...usual, ...(apart && {...apart, PLANTED: JSON.stringify(patch ? [patch] : [])})})
    try {
      const isAlone = apart !== undefined || patch?.file.startsWith('src/database/migrations/')
      return isAlone ? await this.#runAlone(patch, chosen) : await this.#runInOne(patch, chosen)
    } finally {
      restore()
    }
  }

  async close(): Promise<void> {
    await this.#vitest?.close()
    this.#vitest = undefined
  }

  /** The databases to clone are made with the bug, and the environment is that of the workers. */
  async #runAlone(patch: Patch | undefined, chosen: Chosen): Promise<Seen> {
    await this.close()
    this.#planted = patch && (await sourceWith(patch))
    try {
      return await seen(await this.#start(), chosen)
    } finally {
      this.#planted = undefined
      await this.close()
    }
  }

  async #runInOne(patch: Patch | undefined, chosen: Chosen): Promise<Seen> {
    // The first run makes the databases to clone: only a bug of a migration is in them.
    if (this.#vitest === undefined)
      await seen(await this.#start(), {file: 'test/faults/quoted-lines.test.ts', names: ['none']})
    this.#planted = patch && (await sourceWith(patch))
    this.#forget(this.#planted?.path)
    try {
      return await seen(await this.#start(), chosen)
    } finally {
      const {path} = this.#planted ?? {}
      this.#planted = undefined
      this.#forget(path)
    }
  }

  /** The process that runs the tests keeps modules, too: it reads all of ours anew. */
  #forget(path: string | undefined): void {
    const {vite, watcher} = this.#vitest ?? {}
    if (path !== undefined) this.#vitest?.invalidateFile(path)
    for (const {moduleGraph} of Object.values(vite?.environments ?? {})) {
      for (const file of moduleGraph.fileToModulesMap.keys()) if (isOurs(file)) watcher?.invalidates.add(file)
    }
  }

  async #start(): Promise<Vitest> {
    const config = join(root, 'test/vitest.config.ts')
    const transform = (_: string, id: string) => (id === this.#planted?.path ? this.#planted.code : undefined)
    const plugins = [{name: 'planted', enforce: 'pre' as const, transform}]
    this.#vitest ??= await createVitest('test', {config, watch: false, reporters: [{}], maxWorkers: 1}, {plugins})
    return this.#vitest
  }
}

const isOurs = (file: string) => file.startsWith(root) && !file.includes('/node_modules/')

/** Answers with what puts it back. */
function setEnvironment(env: Record<string, string | undefined>): () => void {
  const set = (values: Record<string, string | undefined>) => {
    for (const [name, value] of Object.entries(values)) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
  }
  const former = Object.fromEntries(Object.keys(env).map((name) => [name, process.env[name]]))
  set(env)
  return () => set(former)
}

async function seen(vitest: Vitest, {file, names}: Chosen): Promise<Seen> {
  vitest.setGlobalTestNamePattern(new RegExp(names.map(escaped).join('|')))
  const moduleId = join(root, file)
  const {testModules} = await vitest.runTestSpecifications([vitest.getRootProject().createSpecification(moduleId)])
  const ran = testModules.filter((each) => each.moduleId === moduleId)
  const count = (state: 'passed' | 'failed') => ran.flatMap((module) => [...module.children.allTests(state)]).length
  return {passed: count('passed'), failed: count('failed'), beside: ran.flatMap(besideTests)}
}

const escaped = (name: string) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

const besideTests = (module: TestModule) =>
  [module, ...module.children.allSuites()].flatMap((each) => each.errors().map(({message}) => message))
