/** Why PostgreSQL cannot store this text unchanged; undefined when it can. */
export function unstorable(text: string): string | undefined {
  if (text.includes('\0')) return 'holds a NUL character, which the database cannot store'
  if (!text.isWellFormed()) return 'has half of a UTF-16 surrogate pair'
  return undefined
}

const LONGEST_NAME = 255

const invisible = /^[\p{White_Space}\p{Cf}\p{Default_Ignorable_Code_Point}]+$/u

/** Why this cannot become the name of a list or a period, which terminals and shells show; undefined when it can. */
export function unfitName(name: string): string | undefined {
  if (name === '') return 'must not be empty'
  if (invisible.test(name)) return 'has no visible character'
  if ([...name].length > LONGEST_NAME) return `is longer than ${LONGEST_NAME} characters`
  return unstorable(name) ?? (/\p{Cc}/u.test(name) ? 'holds a control character' : undefined)
}

/** Characters that steer a terminal: control characters, bidirectional marks, line separators. */
export const steering = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu

const unseen = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]|(?! )\p{White_Space}/gu

/** The text with invisible characters, and those that look like a plain blank, escaped like `\u200b`. */
export const visible = (text: string): string =>
  text.replace(unseen, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16)
    return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`
  })
