import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {createVitest, type Vitest} from 'vitest/node'
import type {Patch} from '../support/binary.ts'
import {sourceWith} from './planted/planted.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Runs tests on sources with a bug, all in one vitest: that of the program's modules which has the bug is read anew, and packages once. */
export class Planting {
  readonly #server: string
  #vitest: Vitest | undefined
  #planted: {path: string; code: string} | undefined

  constructor(server: string) {
    this.#server = server
  }

  /** How many tests of this name, in this file, fail with this patch. */
  async failures(patch: Patch, file: string, name: string): Promise<number> {
    const {path, code} = await sourceWith(patch)
    const isMigration = patch.file.startsWith('src/database/migrations/')
    if (isMigration) await this.close()
    else await this.#prepare()
    this.#planted = {path, code}
    this.#forget(path)
    try {
      return await failedTests(await this.#start(), file, name)
    } finally {
      this.#planted = undefined
      // The databases to clone were made with it.
      if (isMigration) await this.close()
      else this.#forget(path)
    }
  }

  async close(): Promise<void> {
    await this.#vitest?.close()
    this.#vitest = undefined
  }

  /** The first run makes the databases to clone: only a bug of a migration is in them. */
  async #prepare(): Promise<void> {
    if (this.#vitest === undefined) await failedTests(await this.#start(), 'test/faults/quoted-lines.test.ts', 'none')
  }

  /** The process that runs the tests keeps modules, too: it reads all of ours anew. */
  #forget(path: string): void {
    const {vite, watcher} = this.#vitest ?? {}
    this.#vitest?.invalidateFile(path)
    for (const {moduleGraph} of Object.values(vite?.environments ?? {})) {
      for (const file of moduleGraph.fileToModulesMap.keys()) if (isOurs(file)) watcher?.invalidates.add(file)
    }
  }

  async #start(): Promise<Vitest> {
    const config = join(root, 'test/vitest.config.ts')
    const transform = (_: string, id: string) => (id === this.#planted?.path ? this.#planted.code : undefined)
    // Its global setup runs here, and shall start no server of its own.
    process.env.TEST_DATABASE_URL = this.#server
    // What a suite sees of a bug is no result to be told.
    delete process.env.FAULTS_SCALE
    const plugins = [{name: 'planted', enforce: 'pre' as const, transform}]
    this.#vitest ??= await createVitest('test', {config, watch: false, reporters: [{}], maxWorkers: 1}, {plugins})
    return this.#vitest
  }
}

const isOurs = (file: string) => file.startsWith(root) && !file.includes('/node_modules/')

async function failedTests(vitest: Vitest, file: string, name: string): Promise<number> {
  vitest.setGlobalTestNamePattern(new RegExp(name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')))
  const moduleId = join(root, file)
  const {testModules} = await vitest.runTestSpecifications([vitest.getRootProject().createSpecification(moduleId)])
  const ran = testModules.filter((each) => each.moduleId === moduleId)
  return ran.flatMap((module) => [...module.children.allTests('failed')]).length
}
