import {readFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {compileFunction} from 'node:vm'
import {transformSync} from 'esbuild'
import {expect} from 'vitest'

/** One line of a rule put in another's place. */
export interface Bug {
  /** What does not work with it. */
  bug: string
  /** In `src`, without its ending. */
  file: string
  from: string
  to: string
}

const sources = fileURLToPath(new URL('../../src', import.meta.url))
const require = createRequire(import.meta.url)

/** What these sources export, with this bug, or as they are. */
export function withBug<Exports>(files: readonly string[], planted?: Bug): Exports {
  const load = loader(planted)
  return Object.assign({}, ...files.map((file) => load(join(sources, file))))
}

/** Loads sources apart from those of the other tests; packages are shared. */
function loader(planted?: Bug): (path: string) => unknown {
  const modules = new Map<string, {exports: unknown}>()
  const load = (path: string) => {
    const known = modules.get(path)
    if (known) return known.exports
    const module = {exports: {}}
    modules.set(path, module)
    const beside = (name: string) => (name.startsWith('.') ? load(join(dirname(path), name)) : require(name))
    const code =
      planted && path === join(sources, `${planted.file}.ts`) ? compiled(withLine(path, planted)) : plain(path)
    compileFunction(code, ['module', 'require'])(module, beside)
    return module.exports
  }
  return load
}

const compiled = (source: string) =>
  transformSync(source, {loader: 'ts', format: 'cjs', supported: {'dynamic-import': false}}).code

const known = new Map<string, string>()

function plain(path: string): string {
  const code = known.get(path) ?? compiled(readFileSync(path, 'utf8'))
  known.set(path, code)
  return code
}

function withLine(path: string, {from, to}: Bug): string {
  const source = readFileSync(path, 'utf8')
  expect(source.split(from), `'${from}' in ${path}`).toHaveLength(2)
  return source.replace(from, () => to)
}
