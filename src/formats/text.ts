/** Why PostgreSQL could not keep this text as it is; undefined when it can. */
export function unstorable(text: string): string | undefined {
  if (text.includes('\0')) return 'holds a NUL character, which the database cannot store'
  if (!text.isWellFormed()) return 'holds half a UTF-16 character'
  return undefined
}
