/** Why PostgreSQL cannot store this text unchanged; undefined when it can. */
export function unstorable(text: string): string | undefined {
  if (text.includes('\0')) return 'holds a NUL character, which the database cannot store'
  if (!text.isWellFormed()) return 'has half of a UTF-16 surrogate pair'
  return undefined
}

const unseen = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]|(?! )\p{White_Space}/gu

/** The text with invisible characters, and those that look like a plain blank, escaped like `\u200b`. */
export const visible = (text: string): string =>
  text.replace(unseen, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16)
    return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`
  })
