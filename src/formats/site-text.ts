import {remembered} from './remembered.ts'
import {
  type Section,
  type SiteDissuasion,
  type SiteDocument,
  type SitePeriod,
  type SiteProfile,
  sections,
} from './site-document.ts'
import {visible} from './text.ts'

/** The name of the JSON Schema, as the first line of a written document has it for editors. */
const SCHEMA = 'configuration.schema.json'

/** What cannot be said by name, for a comment above the section. */
export interface Remark {
  section: Section
  text: string
}

type Entry = string | SiteProfile | SitePeriod | SiteDissuasion

/** The document as YAML 1.2, quoted so that readers of YAML 1.1 understand it alike; one entry a line. */
export function writeSiteYaml(site: SiteDocument, remarks: readonly Remark[]): string {
  const written = sections.flatMap((section) => {
    const entries = site[section]
    if (entries === undefined) return []
    const comments = remarks.filter((remark) => remark.section === section).map(({text}) => `# ${visible(text)}\n`)
    const lines = [...entries].map(([name, entry]: [string, Entry]) => `  ${keyText(name)}: ${entryText(entry)}\n`)
    return `\n${comments.join('')}${section}:${lines.length === 0 ? ' {}' : ''}\n${lines.join('')}`
  })
  return `# yaml-language-server: $schema=${SCHEMA}\n${written.join('') || '\n{}\n'}`
}

/** YAML allows no longer key without a mark of its own. */
const LONGEST_KEY = 1000

function keyText(name: string): string {
  const text = scalarText(name)
  return text.length > LONGEST_KEY ? `? ${text}\n  ` : text
}

/** Of entries that are objects: thousands of users may share one. */
const knownEntries = new WeakMap<object, string>()

function entryText(entry: Entry): string {
  if (typeof entry !== 'object') return valueText(entry)
  const text = knownEntries.get(entry) ?? valueText(shortened(entry))
  knownEntries.set(entry, text)
  return text
}

function valueText(value: unknown): string {
  if (typeof value === 'string') return knownText(value)
  if (Array.isArray(value)) return `[${value.map(knownText).join(', ')}]`
  if (typeof value !== 'object' || value === null) return String(value)
  let text = ''
  for (const field in value) text += `${text && ', '}${field}: ${valueText(value[field as keyof typeof value])}`
  return `{${text}}`
}

/** The letters of Latin-1, for a class of a pattern. */
export const WESTERN = String.raw`A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff`

/** Words of letters, and what begins with a number but cannot be one. */
const plain = /^(?:[\p{L}_]|\d+@)(?:[\p{L}\p{N}_.@'/+-]|:(?=[\p{L}\p{N}])| (?=[\p{L}\p{N}]))*$/u

/** The same of names without other letters than English ones, and of most others: the letters of all the world take V8 20 ms. */
const plainEnglish = /^(?:[A-Za-z_]|\d+@)(?:[\w.@'/+-]|[ :](?=[A-Za-z0-9]))*$/
const plainWestern = new RegExp(`^[${WESTERN}_](?:[${WESTERN}0-9_.@'/+-]|[ :](?=[${WESTERN}0-9]))*$`)
const foreign = /[^ -~]/

const isPlain = (text: string) =>
  foreign.test(text) ? plainWestern.test(text) || plain.test(text) : plainEnglish.test(text)

/** What YAML 1.1 takes for something else than text; `e1` is a number to some of its readers. */
const reserved = /^(?:y|n|yes|no|on|off|true|false|null|e[-+]?\d+)$/i

function scalarText(text: string): string {
  return isPlain(text) && !reserved.test(text) ? text : quoted(text)
}

/** The same few names stand in thousands of lines. */
const knownText = remembered(scalarText)

/** JSON is YAML, but for the characters that YAML calls unprintable, or that steer a terminal. */
const quoted = (text: string): string => withoutUnprintable(JSON.stringify(text))

const unprintable = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff\p{Bidi_Control}]/gu

const withoutUnprintable = (text: string): string =>
  text.replace(unprintable, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** The same entries as JSON, without the remarks. */
export const writeSiteJson = (site: SiteDocument): string =>
  withoutUnprintable(`${JSON.stringify({$schema: SCHEMA, ...shortSite(site)}, null, 2)}\n`)

/** The document as plain objects. */
export const shortSite = (site: SiteDocument): object =>
  Object.fromEntries(
    Object.entries(site).map(([section, entries]: [string, Map<string, Entry>]) => [
      section,
      Object.fromEntries([...entries].map(([name, entry]) => [name, shortened(entry)])),
    ]),
  )

/** One word where one word will do. */
function shortened(entry: Entry): unknown {
  if (typeof entry !== 'object') return entry
  if ('none' in entry) return 'none'
  if ('profile' in entry && Object.keys(entry).length === 1) return entry.profile
  return entry
}
