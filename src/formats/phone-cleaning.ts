/** More than a number with its labels has; what is longer is left as it is. */
export const longestCell = 200

const printableAscii = /^[ -~]*$/
const invisible = /[\p{Cf}\p{Default_Ignorable_Code_Point}]+/gu
const lineEnds = /[\n\v\f\r\u0085\u2028\u2029]+/g
const blanks = /[^\S\n]+/g
const dashes = /[\p{Dash_Punctuation}\u2212]/gu

/** Compatibility forms, invisible characters, blanks and dashes, each in one way: ASCII, none, ` ` or a line end, `-`. */
function plainly(cell: string): string {
  if (printableAscii.test(cell)) return cell
  return cell.normalize('NFKC').replace(invisible, '').replace(lineEnds, '\n').replace(blanks, ' ').replace(dashes, '-')
}

const labelWords = [
  't[eé]l(?:[eé]phone)?s?|phones?|ph|callto|fixe|portable|port|mobile|mob|gsm|cell(?:ulaire|phone)?|handy',
  'num[eé]ro|num|n[o°]|domicile|dom|maison|home|bureau|bur|travail|work|office|direct|ligne|standard|accueil',
  'pro(?:fessionnel)?|perso(?:nnel)?|priv[eé]|principal',
].join('|')
/** `Tél. :`, `Portable`, `Tél. bureau :`, `T:`, `☎`, `tel:`; never `Fax` and `Poste`, which say that it is another thing. */
const label = new RegExp(`^(?:(?:(?:${labelWords})(?!\\p{L})|[tmp][.:]|[☎☏✆🕻📞📱📲])[ \\n.:-]*)+`, 'iu')
const textFormula = /^="([^"]*)"$/
const textMark = /^['’]/

/** What people and spreadsheets write around a number. */
function withoutFrame(text: string): string {
  const inner = text.trim().replace(textFormula, '$1').replace(textMark, '').replace(label, '')
  return inner === text ? text : withoutFrame(inner)
}

/** `+33 (0)2`, `(0033)(0)2`, `33 (0)2`. In Italy the 0 is part of the number, abroad too. */
const trunkZero = /^([([ ]*(?:\+ ?|00 ?)?(?!39\D)[1-9]\d{0,2}[)\] .\-/]*)[([] ?0 ?[)\]]/
const brackets = /[()[\]]/g

/** A cell of a phone column without what is no part of the number. Its separators are left. */
export function freePhoneCell(cell: string): string {
  const trimmed = cell.trim()
  if (trimmed.length > longestCell) return trimmed
  return withoutFrame(plainly(trimmed)).replace(trunkZero, '$1 ').replace(brackets, ' ').replace(/ {2,}/g, ' ').trim()
}

/** What may stand between the groups of a number. */
export const separators = /[ \n./-]+/g

/** What Asterisk can dial: perhaps `#31#` or `*31#`, perhaps `+`, then groups of digits, `*` and `#`. */
const dialable = /^(?:[#*]31# ?)?(?:\+ ?)?[0-9*#]+(?:[ \n./-]+[0-9*#]+)*$/

/** The number in a freed cell, without separators; undefined when it holds something else. */
export function joinGroups(freed: string): string | undefined {
  return dialable.test(freed) ? freed.replace(separators, '') : undefined
}

/** A stored number as it would be stored now: older programs kept what stands between the digits. */
export const cleanedNumber = <N extends string | null | undefined>(stored: N): N | string =>
  stored ? withoutSeparators(stored, {pattern: false}) : stored

const patternOfNumber = /^[0-9+*#%_\\]*$/

/** A value to compare stored numbers with: what is written around and between its digits is taken out; any other text stays. */
export function withoutSeparators(text: string, {pattern}: {pattern: boolean}): string {
  if (!pattern) return joinGroups(freePhoneCell(text)) ?? text
  const joined = plainly(text).replace(separators, '')
  return patternOfNumber.test(joined) ? joined : text
}
