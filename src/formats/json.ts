import {invalidJson} from '../errors.ts'

/** Parses JSON; InvalidJson names its source. */
export function parseJson(text: string, origin: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw invalidJson(`${origin} is not JSON: ${error instanceof Error ? error.message : error}`)
  }
}
