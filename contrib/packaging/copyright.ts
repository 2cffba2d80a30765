import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import type {ThirdParty} from './third-party.ts'

export interface Parts {
  /** The project. */
  root: string
  /** The folder of the program on the machine where it is installed, without the first slash. */
  library: string
  bundled: readonly ThirdParty[]
  node: ThirdParty
}

/** Debian's copyright file, which programs can read: copyright-format 1.0. */
export function copyrightFile({root, library, bundled, node}: Parts): string {
  const own = readFileSync(join(root, 'LICENSE'), 'utf8')
  return paragraphs(
    {
      Format: 'https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/',
      'Upstream-Name': 'xivoctl',
      Comment: `Below ${library}, sbom.cdx.json lists the same parts for programs.`,
    },
    {Files: '*', Copyright: holders(own), License: `Expat\n${textOf(own)}`},
    {
      Files: `${library}/dist/*`,
      Copyright: [holders(own), ...bundled.map(({name, text}) => `${name}: ${holders(text)}`)].join('\n'),
      License: ['Expat', ...bundled.map(shortName)].join(' and '),
      Comment: `Holds these packages of npm, whole or in part: ${bundled.map(named).join(', ')}`,
    },
    {
      Files: `${library}/bin/node`,
      Copyright: holders(node.text),
      License: `Node.js\n${node.text}`,
      Comment: `Node.js as the package ${named(node)} of npm has it, unchanged.\nThe digest of that package is ${node.integrity}`,
    },
    ...bundled.map((each) => ({License: `${shortName(each)}\n${each.text}`})),
  )
}

const named = ({name, version}: ThirdParty) => `${name} ${version}`

/** Each text has a name of its own, because each names other people. */
const shortName = ({name, version, licence}: ThirdParty) =>
  `${licence === 'MIT' ? 'Expat' : licence}-${name.replace('@', '').replace('/', '-')}-${version}`

const textOf = (licence: string) => licence.slice(licence.indexOf('Permission is')).trimEnd()

const holding =
  /^.*\bCopyright(?:\(c\)| (?!notice|holder|owner|licen|\[)).*$|^\W*(?:copyright \(c\)|\(c\) (?!You )|© ).*$/gim

/** The lines of a licence that name the holders. */
function holders(text: string): string {
  const lines = text.match(holding) ?? []
  const names = lines.map((line) =>
    line
      .replace(/^[^\w(©]+/, '')
      .replace(/^copyright:? ?/i, '')
      .trim(),
  )
  return [...new Set(names)].join('\n') || 'the authors, whom the licence does not name'
}

/** Of each field, the lines after the first are indented, and a dot stands for an empty one. */
function paragraphs(...all: Record<string, string>[]): string {
  const field = ([name, value]: [string, string]) =>
    `${name}: ${value
      .replace(/\n$/, '')
      .replace(/\n(?=\n|$)/g, '\n .')
      .replace(/\n(?! \.)/g, '\n ')}`
  return all.map((each) => `${Object.entries(each).map(field).join('\n')}\n`).join('\n')
}
