import stringWidth from 'string-width'

let graphemes: Intl.Segmenter | undefined
/** Latin letters and signs, those of Vietnamese among them, are one column wide, which is a shortcut for measuring. */
const latin = /^[ -~\u00a0-\u02ff\u1e00-\u1eff]*$/

/** Never broken: a uuid, a day with or without a time, a time. */
const whole = /([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|\d{4}-\d\d-\d\d(?: \d\d:\d\d:\d\d)?|\d\d:\d\d(?::\d\d)?)/gi
/** A day with its time is one word. */
const words = /(?:\d{4}-\d\d-\d\d \d\d:\d\d:\d\d|\S)*\s*/g

/** The width of the longest part of the text that must not be broken. */
export const longestWhole = (text: string) => Math.max(0, ...(text.match(whole) ?? []).map(widthOf))

/** The width of a text on the terminal: two columns for a wide character, none for a combining accent. */
export const widthOf = (text: string) => (latin.test(text) ? text.length : stringWidth(text))

/** Wraps the text to lines of at most `width` columns, between words where possible. */
export function wrap(text: string, width: number): string[] {
  if (widthOf(text) <= width) return [text]
  const lines: string[] = []
  let line = ''
  for (const piece of text.match(words)?.flatMap((word) => cut(word, width)) ?? []) {
    if (line !== '' && widthOf(line + piece.trimEnd()) > width) {
      lines.push(line.trimEnd())
      line = ''
    }
    line += piece
  }
  return [...lines, line.trimEnd()]
}

/** Splits a word that is too long, but never within a visible character. */
function cut(word: string, width: number): string[] {
  if (widthOf(word) <= width) return [word]
  // Every second part must not be broken.
  return word.split(whole).flatMap((part, i) => (i % 2 === 1 ? [part] : cutAnywhere(part, width)))
}

function cutAnywhere(word: string, width: number): string[] {
  const pieces: string[] = []
  let piece = ''
  for (const segment of characters(word)) {
    if (piece !== '' && widthOf(piece + segment) > width) {
      pieces.push(piece)
      piece = ''
    }
    piece += segment
  }
  return [...pieces, piece]
}

/** Made on demand, because Node takes 15 ms to load its data. */
function characters(word: string): Iterable<string> {
  if (latin.test(word)) return word
  graphemes ??= new Intl.Segmenter('en', {granularity: 'grapheme'})
  return Array.from(graphemes.segment(word), ({segment}) => segment)
}
