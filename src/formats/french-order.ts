/** As French dictionaries have them, in one alphabet for all. */
const alphabet = ' _-,;:!?.\'"()[]{}@*/\\&#%`^+<=>|~$0123456789abcdefghijklmnopqrstuvwxyz'
const plain = /^[ -~]*$/
const accents = /[\u0300-\u0328]/g
const ligatures: Record<string, string> = {œ: 'oe', æ: 'ae', ß: 'ss'}

const rankOf = new Map([...alphabet].map((character, rank) => [character, String.fromCharCode(rank)]))

/** What comes first in a comparison: letters without case and accents. Undefined for other alphabets. */
function firstKey(text: string): string | undefined {
  const letters = plain.test(text)
    ? text.toLowerCase()
    : text
        .normalize('NFD')
        .replace(accents, '')
        .toLowerCase()
        .replace(/[œæß]/g, (letter) => ligatures[letter] ?? '')
  if (!plain.test(letters)) return undefined
  let key = ''
  for (const letter of letters) key += rankOf.get(letter)
  return key
}

/**
 * Compares as `Intl.Collator('fr')` does, on every machine, and mostly without it: it takes 9 ms to load, a third of what a bare
 * Node needs for a start.
 */
export function frenchOrder(): (one: string, other: string) => number {
  const keys = new Map<string, string | undefined>()
  const keyOf = (text: string) => {
    if (!keys.has(text)) keys.set(text, firstKey(text))
    return keys.get(text)
  }
  let collator: Intl.Collator | undefined
  return (one, other) => {
    if (one === other) return 0
    const [a, b] = [keyOf(one), keyOf(other)]
    if (a !== undefined && b !== undefined && a !== b) return a < b ? -1 : 1
    collator ??= new Intl.Collator('fr')
    return collator.compare(one, other)
  }
}
