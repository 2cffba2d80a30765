import {execFileSync} from 'node:child_process'
import {createHash} from 'node:crypto'
import {mkdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs'
import {join, resolve} from 'node:path'
import {fileURLToPath} from 'node:url'
import {parseArgs} from 'node:util'
import {type ArchiveOptions, debName, makeDeb, makeTarball, tarballName} from './archives.ts'
import {type Architecture, nodeBinary} from './node-binary.ts'
import {type Sign, signWith} from './sign.ts'
import {layOut} from './tree.ts'

// Makes a .deb and a tarball for each architecture, and their checksums, in packages/ or the folder of --out; --sign KEY signs them all.
// The project must be built.
const root = fileURLToPath(new URL('../..', import.meta.url))
const {values} = parseArgs({
  options: {
    arch: {type: 'string', multiple: true, default: ['amd64', 'arm64']},
    out: {type: 'string', default: join(root, 'packages')},
    compression: {type: 'string', default: 'xz'},
    sign: {type: 'string'},
  },
})
function make(sign: Sign | undefined): void {
  const {version} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const out = resolve(values.out)
  const epoch = Number(process.env.SOURCE_DATE_EPOCH ?? lastChange())
  mkdirSync(out, {recursive: true})
  const names = (values.arch as Architecture[]).flatMap((architecture) => {
    const compression = values.compression as ArchiveOptions['compression']
    return archives(out, {version, architecture, epoch, compression})
  })
  const sums = names.map((name) => `${sha256(join(out, name))}  ${name}\n`)
  writeFileSync(join(out, 'SHA256SUMS'), sums.join(''))
  for (const name of sign ? [...names, 'SHA256SUMS'] : []) sign?.(join(out, name))
}

/** Returns the names of a tarball and a .deb. */
function archives(out: string, options: ArchiveOptions): string[] {
  const {architecture, epoch} = options
  const tree = join(out, `tree-${architecture}`)
  layOut(tree, {root, node: nodeBinary(architecture, join(root, 'node_modules/.cache/xivoctl')), epoch})
  makeTarball(tree, join(out, tarballName(options)), options)
  makeDeb(tree, join(out, debName(options)), options)
  rmSync(tree, {recursive: true})
  const names = [tarballName(options), debName(options)]
  for (const name of names) console.log(`${name}  ${(statSync(join(out, name)).size / 1e6).toFixed(1)} MB`)
  return names
}

const sha256 = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex')

/** The time of the last commit, so that the same sources give the same packages. */
function lastChange(): string {
  return execFileSync('git', ['log', '-1', '--format=%ct'], {cwd: root, encoding: 'utf8'}).trim()
}

try {
  make(values.sign === undefined ? undefined : signWith(values.sign))
} catch (error) {
  console.error(`error: ${(error as Error).message}`)
  process.exitCode = 1
}
