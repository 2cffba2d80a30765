/** A word as a POSIX shell reads it back. */
const shellWord = (text: string) => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`)

export const shellLine = (...words: string[]) => words.map(shellWord).join(' ')
