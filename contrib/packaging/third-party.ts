import {existsSync, readdirSync, readFileSync, realpathSync} from 'node:fs'
import {join, relative, resolve} from 'node:path'
import {fileURLToPath} from 'node:url'

/** A package that the product holds, whole or in part. */
export interface ThirdParty {
  name: string
  version: string
  /** An SPDX identifier or expression. */
  licence: string
  /** The texts of its licences and notices. */
  text: string
  /** The digest of the package in the registry, as npm writes it. */
  integrity?: string
}

interface Manifest {
  name: string
  version: string
  license?: string
  devDependencies?: Record<string, string>
}

const project = fileURLToPath(new URL('../..', import.meta.url))

/** The packages that esbuild has put into the build of `root`, and what one of them holds, sorted. Throws when one comes without a licence. */
export function thirdParty(root: string): ThirdParty[] {
  const folders: string[] = JSON.parse(readFileSync(join(root, 'dist/bundled.json'), 'utf8'))
  const lock = lockfile()
  const all = folders.flatMap((each) => {
    const folder = resolve(root, each)
    const manifest = read<Manifest>(join(folder, 'package.json'))
    return [described(folder, manifest, lock(folder)), ...held(manifest)]
  })
  const once = new Map(all.map((each) => [`${each.name}@${each.version}`, each]))
  return [...once].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each)
}

function described(folder: string, {name, version, license}: Manifest, integrity?: string): ThirdParty {
  const text = textsOf(folder, name)
  if (license === undefined || text === '') {
    throw new Error(
      `${name} ${version} comes without a licence: put its text into contrib/packaging/licences/${name}.txt`,
    )
  }
  return {name, version, licence: license, text, ...(integrity !== undefined && {integrity})}
}

/** The API page of @fastify/swagger-ui is built from this package, which is not installed. */
function held({name, devDependencies = {}}: Manifest): ThirdParty[] {
  if (name !== '@fastify/swagger-ui') return []
  const page = 'swagger-ui-dist'
  const {[page]: version = ''} = devDependencies
  return [{name: page, version, licence: 'Apache-2.0', text: kept(page)}]
}

function textsOf(folder: string, name: string): string {
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file))
  const texts = files.sort().map((file) => readFileSync(join(folder, file), 'utf8'))
  return (texts.length > 0 ? texts.map(tidy).join('\n\n') : kept(name)) || fromReadme(folder)
}

/** The text of a package that is published without it. */
function kept(name: string): string {
  const file = fileURLToPath(new URL(`licences/${name}.txt`, import.meta.url))
  return existsSync(file) ? tidy(readFileSync(file, 'utf8')) : ''
}

/** A section of the README that grants the rights itself. */
function fromReadme(folder: string): string {
  const name = readdirSync(folder).find((file) => /^readme\.md$/i.test(file))
  const readme = name === undefined ? '' : tidy(readFileSync(join(folder, name), 'utf8'))
  const [, section = ''] = /^## licen[cs]e\n(.*?)(?=^## |$(?!\n))/ims.exec(readme) ?? []
  return section.includes('Permission is hereby granted') ? tidy(section) : ''
}

const tidy = (text: string) =>
  text
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .replace(/[ \t\f]+$/gm, '')
    .replace(/^\n+|\n+$/g, '')

/** The digest of a package from its folder, by package-lock.json. */
function lockfile(): (folder: string) => string | undefined {
  const {packages} = read<{packages: Record<string, {integrity?: string}>}>(join(project, 'package-lock.json'))
  const installed = realpathSync(join(project, 'node_modules'))
  return (folder) => packages[join('node_modules', relative(installed, folder))]?.integrity
}

const read = <T>(file: string) => JSON.parse(readFileSync(file, 'utf8')) as T

/** One text with the licences of all. */
export function licenceTexts(packages: readonly ThirdParty[]): string {
  const all = packages.map(
    ({name, version, licence, text}) => `${'='.repeat(80)}\n${name} ${version} (${licence})\n\n${text}\n`,
  )
  return `xivoctl, which has its own licence, holds these packages, whole or in part.\n\n${all.join('\n')}`
}
