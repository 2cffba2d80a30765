import {type Hint, invalid} from '../errors.ts'
import {asteriskFile, extensionOf, type SoundDirectory} from './directory.ts'
import {isListedByXivo, isPlayable} from './formats.ts'

/** What XiVO's forms accept; they offer no other names. */
const characters = /^[A-Za-z0-9_.-]+$/
const LONGEST_NAME = 194
/** The limit of the path in the database. */
const LONGEST_PATH = 255

export interface SoundName {
  /** Without the extension. */
  name: string
  file: string
}

/** The name that the file `given` gets among the sounds of a queue; `wanted` overrides it, with or without extension. */
export function soundNameFor(directory: SoundDirectory, queue: string, given: string, wanted = given): SoundName {
  const extension = [wanted, given].map(extensionOf).find((each) => each !== undefined && isPlayable(each))
  if (extension === undefined) {
    throw invalid(`'${wanted}' has no extension that Asterisk plays`, {hints: ['use .wav, for example']})
  }
  const base = wanted.endsWith(`.${extension}`) ? wanted.slice(0, -extension.length - 1) : wanted
  refuseHidden(base)
  const name = base.startsWith(`${queue}_`) ? base : `${queue}_${base}`
  refuseUnfit(directory, name)
  return {name, file: `${name}.${extension}`}
}

/** The reason why XiVO's forms would not offer it, if there is one. */
export const unlisted = ({file}: SoundName) =>
  isListedByXivo(extensionOf(file) ?? '') ? [] : [`XiVO's forms offer no sounds that end in .${extensionOf(file)}`]

/** Does XiVO accept this sound name, given without extension? */
export const isPlain = (name: string) => characters.test(name) && name.length <= LONGEST_NAME

/** Asterisk and XiVO take such a file for a hidden one. */
export function refuseHidden(name: string): void {
  if (name === '') throw invalid('the name of the sound is empty')
  if (name.startsWith('.')) throw invalid(`'${name}' is not a valid sound name: it begins with a dot`)
}

/** How to give an acceptable name: `better`, if one can be derived from the refused name. */
type GiveName = (better: string | undefined) => Hint[]

const byOption: GiveName = (better) => [
  better === undefined
    ? {give: 'name', value: 'NAME', when: 'to give it a shorter one'}
    : {give: 'name', value: better},
]

/** Refuses a name, given without extension, that XiVO does not take. */
export function refuseUnfit(directory: SoundDirectory, name: string, give: GiveName = byOption): void {
  if (!characters.test(name)) {
    throw invalid(
      `XiVO does not accept a sound named '${name}': only letters without accents, digits, '_', '-' and '.'`,
      {
        hints: give(plain(name)),
      },
    )
  }
  if (name.length > LONGEST_NAME || asteriskFile(directory, name).length > LONGEST_PATH) {
    throw invalid(`the name '${name}' is too long for XiVO`, {hints: give(undefined)})
  }
}

/** Replaces the characters that XiVO does not accept; the result may still be too long. */
export const plain = (name: string) =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9_.-]+/g, '_')
