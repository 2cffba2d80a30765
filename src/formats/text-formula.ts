/** `="…"`, or several joined by `&`. */
const textFormula = /^="(?:[^"]|"")*"(?:&"(?:[^"]|"")*")*$/
const pieces = /"((?:[^"]|"")*)"/g

/** Excel takes no longer text in a formula. */
const LONGEST_PIECE = 255
/** No pair of surrogates is torn apart. */
const piece = new RegExp(`[^]{1,${LONGEST_PIECE}}(?<![\\ud800-\\udbff])`, 'g')

/** The text as a formula, which a spreadsheet shows as it is, and takes for no number and no day. */
export const asTextFormula = (text: string): string =>
  `=${(text.match(piece) ?? ['']).map((each) => `"${each.replaceAll('"', '""')}"`).join('&')}`

export const isTextFormula = (cell: string): boolean => cell.startsWith('="') && textFormula.test(cell)

/** What a spreadsheet shows of a cell in a CSV. */
export const shownText = (cell: string): string =>
  isTextFormula(cell) ? Array.from(cell.matchAll(pieces), ([, text = '']) => text.replaceAll('""', '"')).join('') : cell
