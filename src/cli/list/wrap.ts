import stringWidth from 'string-width'

let graphemes: Intl.Segmenter | undefined
/** Latin letters and signs, one column each: measured at once. */
const latin = /^[ -~\u00a0-\u02ff]*$/

/** What must stay whole: a uuid, a day with or without its time, a time. */
const whole = /([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|\d{4}-\d\d-\d\d(?: \d\d:\d\d:\d\d)?|\d\d:\d\d(?::\d\d)?)/gi
/** A day and its time are one word. */
const words = /(?:\d{4}-\d\d-\d\d \d\d:\d\d:\d\d|\S)*\s*/g

/** How wide the longest part of the text is that must stay whole. */
export const longestWhole = (text: string) => Math.max(0, ...(text.match(whole) ?? []).map(widthOf))

/** Columns of the terminal that a text takes: two for a wide character, none for a combining accent. */
export const widthOf = (text: string) => (latin.test(text) ? text.length : stringWidth(text))

/** The text in lines of at most `width` columns, broken between words where it can be, inside a word where it must. */
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

/** A word that is too long, in pieces that fit; what a person sees as one character is never split. */
function cut(word: string, width: number): string[] {
  if (widthOf(word) <= width) return [word]
  // Every second part is one that must stay whole.
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

/** Made when it is needed: Node loads its data for 15 ms. */
function characters(word: string): Iterable<string> {
  if (latin.test(word)) return word
  graphemes ??= new Intl.Segmenter('en', {granularity: 'grapheme'})
  return Array.from(graphemes.segment(word), ({segment}) => segment)
}
