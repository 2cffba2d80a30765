import {execFileSync} from 'node:child_process'
import {mkdirSync, readFileSync, rmSync, statSync} from 'node:fs'
import {join, resolve} from 'node:path'
import {fileURLToPath} from 'node:url'
import {parseArgs} from 'node:util'
import {type ArchiveOptions, debName, makeDeb, makeTarball, tarballName} from './archives.ts'
import {type Architecture, nodeBinary} from './node-binary.ts'
import {layOut} from './tree.ts'

// Makes a .deb and a tarball for each architecture, in packages/ or the folder of --out. The project must be built.
const root = fileURLToPath(new URL('../..', import.meta.url))
const {values} = parseArgs({
  options: {
    arch: {type: 'string', multiple: true, default: ['amd64', 'arm64']},
    out: {type: 'string', default: join(root, 'packages')},
    compression: {type: 'string', default: 'xz'},
  },
})
const {version} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const out = resolve(values.out)
const epoch = Number(process.env.SOURCE_DATE_EPOCH ?? lastChange())
mkdirSync(out, {recursive: true})
for (const architecture of values.arch as Architecture[]) {
  const options: ArchiveOptions = {version, architecture, epoch, compression: values.compression as 'xz' | 'none'}
  const tree = join(out, `tree-${architecture}`)
  const node = nodeBinary(architecture, join(root, 'node_modules/.cache/xivoctl'))
  layOut(tree, {root, node, epoch})
  for (const [make, name] of [
    [makeTarball, tarballName(options)],
    [makeDeb, debName(options)],
  ] as const) {
    make(tree, join(out, name), options)
    console.log(`${name}  ${(statSync(join(out, name)).size / 1e6).toFixed(1)} MB`)
  }
  rmSync(tree, {recursive: true})
}

/** The time of the last commit, so that the same sources give the same packages. */
function lastChange(): string {
  return execFileSync('git', ['log', '-1', '--format=%ct'], {cwd: root, encoding: 'utf8'}).trim()
}
