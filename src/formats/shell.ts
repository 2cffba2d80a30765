/** Quotes a word for a POSIX shell. */
const shellWord = (text: string) => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`)

export const shellLine = (...words: string[]) => words.map(shellWord).join(' ')
