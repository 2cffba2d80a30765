/** Why PostgreSQL cannot store this text unchanged; undefined when it can. */
export function unstorable(text: string): string | undefined {
  if (text.includes('\0')) return 'holds a NUL character, which the database cannot store'
  if (!text.isWellFormed()) return 'has half of a UTF-16 surrogate pair'
  return undefined
}

const LONGEST_NAME = 255

/** A printable character of ASCII is visible: 1 ms less than to look its properties up. */
const isInvisible = (text: string) =>
  !/[!-~]/.test(text) && /^[\p{White_Space}\p{Cf}\p{Default_Ignorable_Code_Point}]+$/u.test(text)

/** Why this cannot become the name of a list or a period, which terminals and shells show; undefined when it can. */
export function unfitName(name: string): string | undefined {
  if (name === '') return 'must not be empty'
  if (isInvisible(name)) return 'has no visible character'
  if ([...name].length > LONGEST_NAME) return `is longer than ${LONGEST_NAME} characters`
  return unstorable(name) ?? (/[\0-\x1f\x7f-\x9f]/.test(name) ? 'holds a control character' : undefined)
}

/** The same of a name that is to be stored as it is written. */
export const unfitNewName = (name: string): string | undefined =>
  name.trim() === name ? unfitName(name) : 'begins or ends with a space'

/** Characters that steer a terminal: control characters, bidirectional marks, line separators. As code points, which are read faster than names of properties. */
export const steering = /[\0-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu

/** The text with invisible characters, and those that look like a plain blank, escaped like `\u200b`. */
export const visible = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]|(?! )\p{White_Space}/gu, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16)
    return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`
  })
