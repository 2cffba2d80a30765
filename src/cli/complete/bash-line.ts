/** The typed part of a command line in bash. */
export interface BashLine {
  /** The words as the program would receive them; the last one is incomplete. */
  words: string[]
  /** The quote that is open at the end. */
  quote: Quote
  /** The number of characters at the start of the last word that readline keeps; it replaces the rest. */
  kept: number
}

type Quote = '' | '"' | "'"

/** Reads a line up to the cursor without executing anything. `replaced` is the end of the line that readline replaces. */
export function readBashLine(line: string, replaced: string): BashLine {
  const words: string[] = []
  let word: string | undefined
  let quote: Quote = ''
  let kept = 0
  const end = line.endsWith(replaced) ? line.length - replaced.length : line.length
  for (let i = 0; i < line.length; i++) {
    const character = line.charAt(i)
    if (i === end) kept = word?.length ?? 0
    if (quote === '' && /\s/.test(character)) {
      if (word !== undefined) words.push(word)
      word = undefined
    } else if (character === quote) {
      quote = ''
    } else if (quote === '' && (character === '"' || character === "'")) {
      quote = character
      word ??= ''
    } else if (escapes(character, line.charAt(i + 1), quote)) {
      word = (word ?? '') + line.charAt(++i)
    } else {
      word = (word ?? '') + character
    }
  }
  if (end >= line.length) kept = word?.length ?? 0
  return {words: [...words, word ?? ''], quote, kept}
}

const escapes = (character: string, next: string, quote: Quote) =>
  character === '\\' && (quote === '' || (quote === '"' && /["\\$`]/.test(next)))

/** A word quoted for readline to insert; readline closes an open quote itself. */
export function bashWord(word: string, {quote, kept}: BashLine): string {
  const rest = word.slice(kept)
  if (quote === "'") return rest.replaceAll("'", `'\\''`)
  // A backslash before an exclamation mark would remain in the word.
  if (quote === '"') return rest.replace(/["\\$`]/g, '\\$&').replaceAll('!', `"'!'"`)
  return rest.replace(/[^\w\u0080-\uffff./,+%@:=-]/g, '\\$&').replace(/^$/, kept === 0 ? "''" : '')
}
