import {Flags} from '@oclif/core'
import {usage} from '../../errors.ts'
import type {FileSettings} from '../../formats/call-list-form.ts'
import {type DateFormat, dateFormatOf, dateFormats} from '../../formats/dates.ts'
import {encodings} from '../../formats/encoding.ts'
import {type ImportPreset, isDelimiter, parseMapping, withPreset} from '../../formats/import-presets.ts'
import {nameHints} from '../../formats/nearest.ts'
import {type CallbackField, callbackFields} from '../../formats/request-fields.ts'
import {badDelimiter} from '../../services/callbacks/import.ts'
import {importPresets} from '../../settings/file.ts'
import {rejectsPath} from './rejects-file.ts'

/** Flags that describe a call list, for the commands that read one. */
export const callListFlags = {
  preset: Flags.string({
    description: 'named set of these flags: excel-fr (DD/MM/YYYY), or one of importPresets in the configuration',
    helpValue: 'NAME',
  }),
  delimiter: Flags.string({description: 'character between the fields [detected]', helpValue: 'C'}),
  encoding: Flags.option({options: encodings, description: 'encoding of the file [detected]'})(),
  dates: Flags.custom<DateFormat>({
    description: 'format of the dates in the file [YYYY-MM-DD]',
    helpValue: `(${dateFormats.join('|')})`,
    parse: async (text) => {
      const format = dateFormatOf(text)
      if (format === undefined) throw usage(`--dates must be one of ${dateFormats.join(', ')}, not '${text}'`)
      return format
    },
  })(),
  map: Flags.custom<readonly [string, CallbackField]>({
    multiple: true,
    multipleNonGreedy: true,
    description: 'field that a column holds; COLUMN is its name, or #3 for the third column',
    helpValue: 'COLUMN=FIELD',
    parse: async (text) => {
      const mapping = parseMapping(text)
      if (mapping === undefined)
        throw usage(`--map needs COLUMN=FIELD, not '${text}'`, {hints: [`fields: ${callbackFields.join(', ')}`]})
      return mapping
    },
  })(),
  ignore: Flags.string({
    multiple: true,
    multipleNonGreedy: true,
    description: 'ignore a column of the file',
    helpValue: 'COLUMN',
  }),
  'no-guess': Flags.boolean({
    description: 'detect nothing: read the file as the CSV of the API, except for what other flags set',
  }),
  sheet: Flags.string({
    description: 'the sheet of a workbook [the visible sheet with a known header]',
    helpValue: 'NAME',
  }),
  hidden: Flags.option({
    options: ['read', 'skip'] as const,
    description: 'what to do with hidden rows of a sheet [refuse the sheet]',
  })(),
  phones: Flags.option({
    options: ['repair', 'literal'] as const,
    description:
      'repair numbers that lost their 0 or + in a spreadsheet, or import them as they are [repair, except in the CSV of the API]',
  })(),
  whole: Flags.boolean({description: 'refuse a file whose last line has no line end: it may be truncated'}),
}

/** What to do with lines that cannot be imported. */
export const badLineFlags = {
  partial: Flags.boolean({description: 'import the good lines and leave out the bad ones; exit 9 if there are any'}),
  rejects: Flags.custom<string>({
    description:
      'write the lines that were not imported to this new file, to correct and import; .xlsx makes it a workbook',
    helpValue: 'FILE',
    parse: rejectsPath,
  })(),
}

const saidFlags = ['map', 'ignore', 'phones', 'hidden', 'delimiter', 'encoding', 'dates'] as const
type SaidFlag = (typeof saidFlags)[number]

type SaidFlags = {[Key in SaidFlag]?: ImportPreset[Key] | undefined} & {
  'no-guess'?: boolean
  whole?: boolean
  preset?: string | undefined
  sheet?: string | undefined
  config?: string | undefined
}

/** The settings for a file from the flags and the preset. */
export function saidIn(flags: SaidFlags): FileSettings & ImportPreset {
  const {preset, sheet, whole = false, 'no-guess': noGuess} = flags
  if (flags.delimiter !== undefined && !isDelimiter(flags.delimiter)) throw badDelimiter(flags.delimiter)
  const given = saidFlags.flatMap((name) => (flags[name] === undefined ? [] : [[name, flags[name]]]))
  const said: ImportPreset = {...Object.fromEntries(given), ...(noGuess && {noGuess})}
  return {...withPreset(presetNamed(preset, flags), said), ...(sheet !== undefined && {sheet}), whole}
}

function presetNamed(name: string | undefined, flags: Pick<SaidFlags, 'config'>): ImportPreset | undefined {
  if (name === undefined) return undefined
  const presets = importPresets(flags, process.env)
  if (Object.hasOwn(presets, name)) return presets[name]
  throw usage(`no import preset named '${name}'`, {hints: nameHints('presets', name, Object.keys(presets))})
}
