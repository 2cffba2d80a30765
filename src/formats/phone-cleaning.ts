/** No number is longer, with its labels. Longer texts are not cleaned. */
export const longestCell = 200

const printableAscii = /^[ -~]*$/
const lineEnds = /[\n\v\f\r\u0085\u2028\u2029]/g
const blanks = /[^\S\n]/g

/** Normalises compatibility forms to ASCII, blanks to ` ` or a line end, and dashes to `-`, and drops invisible characters. */
function plainly(cell: string): string {
  if (printableAscii.test(cell)) return cell
  // In here, the properties are looked up for the first such cell only: 2 ms less of an import.
  const visible = cell.normalize('NFKC').replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '')
  return visible
    .replace(lineEnds, '\n')
    .replace(blanks, ' ')
    .replace(/[\p{Dash_Punctuation}\u2212]/gu, '-')
}

const labelWords = [
  't[eé]l(?:[eé]phone)?s?|phones?|ph|callto|fixe|portable|port|mobile|mob|gsm|cell(?:ulaire|phone)?|handy',
  'num[eé]ro|num|n[o°]|domicile|dom|maison|home|bureau|bur|travail|work|office|direct|ligne|standard|accueil',
  'pro(?:fessionnel)?|perso(?:nnel)?|priv[eé]|principal',
].join('|')
/** `Tél. :`, `Portable`, `Tél. bureau :`, `T:`, `☎`, `tel:`; not `Fax` and `Poste`, which mean another kind of number. */
const label = new RegExp(`^(?:(?:(?:${labelWords})(?!\\p{L})|[tmp][.:]|[☎☏✆🕻📞📱📲])[ \\n.:-]*)+`, 'iu')
const textFormula = /^="([^"]*)"$/
const textMark = /^['’]/

/** Characters that people and spreadsheets write around a number. */
function withoutFrame(text: string): string {
  const inner = text.trim().replace(textFormula, '$1').replace(textMark, '').replace(label, '')
  return inner === text ? text : withoutFrame(inner)
}

/** `+33 (0)2`, `(0033)(0)2`, `33 (0)2`. In Italy the 0 is part of the number, even from abroad. */
const trunkZero = /^([([ ]*(?:\+ ?|00 ?)?(?!39\D)[1-9]\d{0,2}[)\] .\-/]*)[([] ?0 ?[)\]]/
const brackets = /[()[\]]/g

/** A cell of a phone column without everything around the number, but with its separators. */
export function freePhoneCell(cell: string): string {
  const trimmed = cell.trim()
  if (trimmed.length > longestCell) return trimmed
  return withoutFrame(plainly(trimmed)).replace(trunkZero, '$1 ').replace(brackets, ' ').replace(/ {2,}/g, ' ').trim()
}

/** Separators between the groups of a number. */
export const separators = /[ \n./-]/g

/** What Asterisk can dial: an optional `#31#` or `*31#`, an optional `+`, then groups of digits, `*` and `#`. */
const dialable = /^(?:[#*]31# ?)?(?:\+ ?)?[0-9*#]+(?:[ \n./-]+[0-9*#]+)*$/

/** The number in a cleaned cell, without separators; undefined when the cell holds something else. */
export function joinGroups(freed: string): string | undefined {
  return dialable.test(freed) ? freed.replace(separators, '') : undefined
}

/** A stored number as it would be stored today: older versions kept the separators. */
export const cleanedNumber = <N extends string | null | undefined>(stored: N): N | string =>
  stored ? withoutSeparators(stored, {pattern: false}) : stored

const patternOfNumber = /^[0-9+*#%_\\]*$/

/** A value to compare with stored numbers: cleaned and without separators when it is a number, otherwise unchanged. */
export function withoutSeparators(text: string, {pattern}: {pattern: boolean}): string {
  if (!pattern) return joinGroups(freePhoneCell(text)) ?? text
  const joined = plainly(text).replace(separators, '')
  return patternOfNumber.test(joined) ? joined : text
}
