import stringWidth from 'string-width'

let graphemes: Intl.Segmenter | undefined
/** Latin letters and signs, one column each: measured at once. */
const latin = /^[ -~\u00a0-\u02ff]*$/

/** Columns of the terminal that a text takes: two for a wide character, none for a combining accent. */
export const widthOf = (text: string) => (latin.test(text) ? text.length : stringWidth(text))

/** The text in lines of at most `width` columns, broken between words where it can be, inside a word where it must. */
export function wrap(text: string, width: number): string[] {
  if (widthOf(text) <= width) return [text]
  const lines: string[] = []
  let line = ''
  for (const piece of text.match(/\S*\s*/g)?.flatMap((word) => cut(word, width)) ?? []) {
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
