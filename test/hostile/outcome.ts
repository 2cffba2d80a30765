import {expect} from 'vitest'

/** What came of one side of a case. */
export interface Outcome {
  refused: boolean
  /** All that was written, and the document in it. */
  text: string
  document?: {error?: string} | undefined
  wrong: string[]
}

export const otherError = (wanted: string | undefined, {error}: {error?: string} = {}) =>
  error === wanted ? [] : [`the error ${error}, not ${wanted}`]

/** What an accepted answer must hold and does not. */
export function mismatch(part: object | undefined, {document, refused}: Omit<Outcome, 'text' | 'wrong'>): string[] {
  if (part === undefined || refused) return []
  try {
    expect(document).toMatchObject(part)
    return []
  } catch {
    return [`the answer does not hold ${JSON.stringify(part)}`]
  }
}

export function parsed(text: string): Outcome['document'] {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
