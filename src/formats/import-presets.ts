import {type ClosedDays, closedDaysRules} from './closed-days.ts'
import type {CsvSettings} from './csv-form.ts'
import {dateFormatOf, dateFormats} from './dates.ts'
import {type Encoding, encodings} from './encoding.ts'
import {nearest} from './nearest.ts'
import {type CallbackField, callbackFields} from './request-fields.ts'

/** The settings for all files of one source, which keep the cron line of a drop folder short. */
export interface ImportPreset extends CsvSettings {
  phones?: (typeof phoneRules)[number]
  hidden?: (typeof hiddenRows)[number]
  onDuplicate?: (typeof duplicateRules)[number]
  closedDays?: ClosedDays
}

const phoneRules = ['repair', 'literal'] as const
const hiddenRows = ['read', 'skip'] as const
const duplicateRules = ['insert', 'skip', 'error'] as const

/** The dates of a French Excel; encoding and delimiter are recognised. */
const EXCEL_FR = 'excel-fr'

const builtIn: Record<string, ImportPreset> = {[EXCEL_FR]: {dates: 'DD/MM/YYYY'}}

/** The configuration's `importPresets`, and the built-in one. Every problem names its preset, key and value. */
export function parseImportPresets(value: unknown): {presets: Record<string, ImportPreset>; problems: string[]} {
  const problems: string[] = []
  const presets = {...builtIn}
  if (value === undefined) return {presets, problems}
  if (!isObject(value)) return {presets, problems: ["'importPresets' must be an object"]}
  for (const [name, preset] of Object.entries(value)) {
    const where = `import preset '${name}': `
    if (name === EXCEL_FR) problems.push(`${where}this name is built in, choose another`)
    else if (name.trim() === '') problems.push('an import preset has an empty name')
    else if (!isObject(preset)) problems.push(`${where}must be an object`)
    else presets[name] = parsePreset(preset, (problem) => problems.push(where + problem))
  }
  return {presets, problems}
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Reads one value, or reports its problem. */
type Reader<T> = (value: unknown, refuse: (wanted: string) => void) => T | undefined

const oneOf =
  <T extends string>(allowed: readonly T[]): Reader<T> =>
  (value, refuse) =>
    allowed.find((each) => each === value) ?? refuseAs(refuse, `one of ${allowed.join(', ')}`)

function refuseAs(refuse: (wanted: string) => void, wanted: string): undefined {
  refuse(wanted)
  return undefined
}

const readers: {[Key in keyof Required<ImportPreset>]: Reader<NonNullable<ImportPreset[Key]>>} = {
  map: (value, refuse) => {
    const wanted = `an object of columns and fields, such as {"Date": "dueDate"}; fields: ${callbackFields.join(', ')}`
    if (!isObject(value)) return refuseAs(refuse, wanted)
    const pairs = Object.entries(value)
    const isPair = (pair: [string, unknown]): pair is [string, CallbackField] =>
      pair[0].trim() !== '' && callbackFields.some((field) => field === pair[1])
    if (!pairs.every(isPair)) return refuseAs(refuse, wanted)
    const twice = pairs.find(([, field], i) => pairs.findIndex(([, other]) => other === field) < i)
    return twice === undefined ? pairs : refuseAs(refuse, `one column for each field: '${twice[1]}' has two`)
  },
  ignore: (value, refuse) =>
    Array.isArray(value) && value.every((name) => typeof name === 'string' && name.trim() !== '')
      ? (value as string[])
      : refuseAs(refuse, 'a list of names of columns'),
  noGuess: (value, refuse) => (typeof value === 'boolean' ? value : refuseAs(refuse, 'true or false')),
  delimiter: (value, refuse) =>
    typeof value === 'string' && isDelimiter(value)
      ? value
      : refuseAs(refuse, 'one character other than a blank or a quote'),
  encoding: oneOf<Encoding>(encodings),
  dates: (value, refuse) =>
    (typeof value === 'string' ? dateFormatOf(value) : undefined) ??
    refuseAs(refuse, `one of ${dateFormats.join(', ')}`),
  phones: oneOf(phoneRules),
  hidden: oneOf(hiddenRows),
  onDuplicate: oneOf(duplicateRules),
  closedDays: oneOf(closedDaysRules),
}

/** One character that can separate fields. */
export const isDelimiter = (text: string): boolean =>
  [...text].length === 1 && (text === '\t' || !/["\r\n\s\uFEFF]/.test(text))

function parsePreset(preset: Record<string, unknown>, tell: (problem: string) => void): ImportPreset {
  const read: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(preset)) {
    const reader = Object.hasOwn(readers, key) ? readers[key as keyof ImportPreset] : undefined
    if (reader === undefined) tell(unknownKey(key))
    else
      read[key] = (reader as Reader<unknown>)(value, (wanted) =>
        tell(`'${key}' is ${JSON.stringify(value)}, not ${wanted}`),
      )
  }
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined))
}

function unknownKey(key: string): string {
  const keys = Object.keys(readers)
  const near = nearest(key, keys)
  return `unknown setting '${key}'${near === undefined ? `; settings: ${keys.join(', ')}` : ` (did you mean '${near}'?)`}`
}

/** Explicit settings override those of a preset; columns are added to its columns. */
export function withPreset(preset: ImportPreset | undefined, said: ImportPreset): ImportPreset {
  if (preset === undefined) return said
  const mapped = new Set(said.map?.map(([, field]) => field))
  const map = [...(preset.map ?? []).filter(([, field]) => !mapped.has(field)), ...(said.map ?? [])]
  const ignore = [...(preset.ignore ?? []), ...(said.ignore ?? [])]
  return {...preset, ...said, ...(map.length > 0 && {map}), ...(ignore.length > 0 && {ignore})}
}

/** Reads `COLUMN=FIELD`; the name of a column may contain a `=`. */
export function parseMapping(text: string): readonly [column: string, field: CallbackField] | undefined {
  const at = text.lastIndexOf('=')
  const field = callbackFields.find((each) => each === text.slice(at + 1).trim())
  return at > 0 && field !== undefined ? [text.slice(0, at), field] : undefined
}
