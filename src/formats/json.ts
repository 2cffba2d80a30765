import {invalidJson} from '../errors.ts'

/** JSON text as a value; InvalidJson names where it came from. */
export function parseJson(text: string, origin: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw invalidJson(`${origin} is not JSON: ${error instanceof Error ? error.message : error}`)
  }
}
