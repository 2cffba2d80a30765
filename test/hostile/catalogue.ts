import {readdirSync, readFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {grown} from './content.ts'

/** A request over REST; `json` or `body` is sent, or `raw`, which is the whole request. */
export interface Request {
  method: string
  path: string
  json?: unknown
  body?: unknown
  /** Beside token, type and Accept, or in their place; null sends none. */
  headers?: Record<string, string | null>
  raw?: unknown
}

/** What must come of it. */
interface Expected {
  exit?: number
  status?: number
  /** The code of the error, the same on both faces unless `restError` says otherwise. */
  error?: string
  restError?: string
  /** A part of the answer of both faces. */
  answer?: object
  /** A part of what REST answers only. */
  body?: object
}

interface Sides {
  /** The words of a command line. */
  command?: string[] | null
  request?: Request | null
  /** The tables that it may change, when it is not refused. */
  changes?: string[]
}

/** An input and what must come of it. `{{input}}` of both sides is `input`, and `{{file}}` a file that holds it. */
export interface Case extends Sides, Expected {
  name: string
  input?: unknown
  /** Was once a bug: `npm test` plays it, too. */
  bug?: true
}

/** The cases of one file, and what those have in common that do not say otherwise. */
export interface Area extends Sides {
  area: string
  /** The tables that a refused command line or request may change. */
  records?: string[]
  cases: Case[]
}

const folder = fileURLToPath(new URL('.', import.meta.url))

/** The areas of the catalogue. */
export const areas: Area[] = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .sort()
  .map((file) => ({area: file.replace('.json', ''), ...JSON.parse(readFileSync(folder + file, 'utf8'))}))

/** The value with these names put in place; a text that is nothing but one becomes its value. */
export async function filled(template: unknown, names: Record<string, unknown>): Promise<unknown> {
  return fill(await grown(template), names)
}

function fill(value: unknown, names: Record<string, unknown>): unknown {
  if (typeof value === 'string') return fillText(value, names)
  if (Array.isArray(value)) return value.map((each) => fill(each, names))
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, fill(each, names)]))
}

function fillText(text: string, names: Record<string, unknown>): unknown {
  const [, only = ''] = /^\{\{(\w+)\}\}$/.exec(text) ?? []
  if (only in names) return names[only]
  return text.replace(/\{\{(\w+)\}\}/g, (all, name: string) => (name in names ? String(names[name]) : all))
}
