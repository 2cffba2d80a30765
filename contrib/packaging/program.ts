import {execFileSync} from 'node:child_process'
import {cpSync, existsSync, mkdirSync, readFileSync, rmSync} from 'node:fs'
import {createRequire} from 'node:module'
import {dirname, join, relative} from 'node:path'

/** Packages that only `serve` uses, which the build does not bundle. PostgreSQL for the demo is not included. */
const packages = ['fastify', '@fastify/swagger', '@fastify/swagger-ui', 'pino', 'prom-client']

/** Copies the program to `target`: the files of `npm pack`, and the packages that are not bundled, with their dependencies. */
export function copyProgram(root: string, target: string): void {
  mkdirSync(target, {recursive: true})
  const pack = (...argv: string[]) =>
    execFileSync('npm', ['pack', '--silent', '--ignore-scripts', ...argv], {cwd: root, encoding: 'utf8'})
  const tarball = join(target, pack('--pack-destination', target).trim())
  execFileSync('tar', ['-xzf', tarball, '-C', target, '--strip-components=1', '--no-same-owner'])
  rmSync(tarball)
  for (const folder of closure(root, packages)) {
    cpSync(folder, join(target, relative(root, folder)), {recursive: true, filter: isNeeded})
  }
}

/** Leaves out files that only compilers read or only authors need. */
const isNeeded = (path: string) =>
  !/\/\.[^/]*$|\.(d\.[cm]?ts|map|md|html|tsbuildinfo)$|\/(test|tests|benchmarks?|examples?|docs)$/.test(path)

/** The folders of these packages and of all their dependencies. */
function closure(root: string, names: readonly string[]): Set<string> {
  const folders = new Set<string>()
  const visit = (name: string, from: string) => {
    const folder = folderOf(name, from)
    if (folder === undefined || folders.has(folder)) return
    folders.add(folder)
    const {dependencies = {}} = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    for (const dependency of Object.keys(dependencies)) visit(dependency, folder)
  }
  for (const name of names) visit(name, root)
  return folders
}

/** Where Node would find it. */
function folderOf(name: string, from: string): string | undefined {
  const paths = createRequire(join(from, 'package.json')).resolve.paths(name) ?? []
  const found = paths.map((path) => join(path, name)).find((path) => existsSync(join(path, 'package.json')))
  return found && dirname(join(found, 'package.json'))
}
