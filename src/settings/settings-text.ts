import {readFileSync} from 'node:fs'

/** What was read ahead, by path. */
const kept = new Map<string, string>()
let isAhead = false

/** The text of a file of settings. */
export function readSettingsText(path: string): string {
  const text = kept.get(path) ?? readFileSync(path, 'utf8')
  if (isAhead) kept.set(path, text)
  else kept.delete(path)
  return text
}

/** Keeps what `work` reads for whoever reads it next: what is in a pipe is there once. */
export function readAhead<T>(work: () => T): T {
  isAhead = true
  try {
    return work()
  } finally {
    isAhead = false
  }
}
