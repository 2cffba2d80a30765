import {existsSync, readFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import {dirname, join} from 'node:path'
import {pathToFileURL} from 'node:url'
import {Script} from 'node:vm'
import {transformSync} from 'esbuild'
import fc from 'fast-check'
import {Collection} from './collected.ts'

type Wrapper = (module: {exports: unknown}, require: (name: string) => unknown) => void

const compiled = new Map<string, Wrapper>()
const seed = 1

/** Of random inputs; tests of their own take more. */
const mostRuns = 20

/** Packages are shared. fast-check tries few inputs: what a mutant does wrong is seen early, or hardly ever. */
function fewRuns(packaged: object): object {
  const assert = (property: fc.IRawProperty<unknown>, {numRuns = mostRuns, ...rest}: fc.Parameters<unknown> = {}) =>
    fc.assert(property, {...rest, numRuns: Math.min(numRuns, mostRuns)})
  return Object.assign(Object.create(packaged), {default: {...fc, assert}})
}

/** The tests of these files, of sources that are evaluated anew: so a mutant of a constant counts. Packages are shared. */
export function loadTests(files: readonly string[]): Collection {
  // A mutant is killed or survives: chance must not choose which.
  fc.configureGlobal({seed})
  const collection = new Collection()
  const modules = new Map<string, {exports: unknown}>()
  const load = (path: string): unknown => {
    const known = modules.get(path)
    if (known) return known.exports
    const module = {exports: {}}
    modules.set(path, module)
    const fromPackages = createRequire(path)
    const beside = (name: string) => {
      if (name === 'vitest') return collection.vitest
      if (name === 'fast-check') return fewRuns(fromPackages(name))
      return name.startsWith('.') ? load(join(dirname(path), name)) : fromPackages(name)
    }
    wrapperOf(path)(module, beside)
    return module.exports
  }
  for (const file of files) collection.declare(file, () => void load(join(process.cwd(), file)))
  return collection
}

function wrapperOf(path: string): Wrapper {
  const known = compiled.get(path)
  if (known) return known
  if (!existsSync(path)) throw new Error(`${path} is not among the copied files`)
  const {code} = transformSync(readFileSync(path, 'utf8'), {
    loader: 'ts',
    format: 'cjs',
    target: 'node20',
    supported: {'dynamic-import': false},
    define: {'import.meta.url': JSON.stringify(pathToFileURL(path).href)},
  })
  const wrapper = new Script(`(function (module, require) {${code}\n})`, {filename: path}).runInThisContext()
  compiled.set(path, wrapper)
  return wrapper
}
