import {steering} from './text.ts'

/** Quotes a word for a shell; one that would steer the terminal, for bash and zsh. */
function shellWord(text: string): string {
  if (/^[\w@%+=:,./-]+$/.test(text)) return text
  const escaped = text.replace(/[\\']/g, '\\$&').replace(steering, inShell)
  return text.search(steering) === -1 ? `'${text.replaceAll("'", `'\\''`)}'` : `$'${escaped}'`
}

const named: Record<string, string> = {'\t': '\\t', '\n': '\\n', '\r': '\\r'}

const inShell = (character: string) => named[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

export const shellLine = (...words: string[]) => words.map(shellWord).join(' ')
