/** `="…"`, or several joined by `&`. */
const textFormula = /^="(?:[^"]|"")*"(?:&"(?:[^"]|"")*")*$/
const pieces = /"((?:[^"]|"")*)"/g

/** The maximum length of a text in a formula of Excel. */
const LONGEST_PIECE = 255
/** Never splits a surrogate pair. */
const piece = new RegExp(`[^]{1,${LONGEST_PIECE}}(?<![\\ud800-\\udbff])`, 'g')

/** The text as a formula, which a spreadsheet shows unchanged, and never converts to a number or a day. */
export const asTextFormula = (text: string): string =>
  `=${(text.match(piece) ?? ['']).map((each) => `"${each.replaceAll('"', '""')}"`).join('&')}`

export const isTextFormula = (cell: string): boolean => cell.startsWith('="') && textFormula.test(cell)

/** The text that a spreadsheet shows for a cell of a CSV. */
export const shownText = (cell: string): string =>
  isTextFormula(cell) ? Array.from(cell.matchAll(pieces), ([, text = '']) => text.replaceAll('""', '"')).join('') : cell
