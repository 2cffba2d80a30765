import {invalidJson} from '../errors.ts'

/**
 * Parses JSON strictly; InvalidJson names its source. JSON.parse keeps the last of two equal keys, which can turn a teacher into an
 * admin, and rounds big integers.
 */
export function parseJson(text: string, origin: string): unknown {
  const value = parse(text, origin)
  refuseSurprises(text, origin)
  return value
}

function parse(text: string, origin: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw invalidJson(`${origin} is not JSON: ${error instanceof Error ? error.message : error}`)
  }
}

/** The tokens of a JSON text: strings, with the colon after a key; numbers; brackets and braces. */
const TOKEN = /"(?:[^"\\]|\\.)*"(\s*:)?|-?\d[\d.eE+-]*|[[\]{}]/g

/** Real documents are never deeper, and code that recurses into the value cannot overflow the stack. */
const DEEPEST = 100

/** Refuses JSON that JSON.parse accepts but changes. */
function refuseSurprises(text: string, origin: string): void {
  const open: Set<string>[] = []
  for (const [token, colon] of text.matchAll(TOKEN)) {
    if (token === '{' || token === '[') {
      if (open.push(new Set()) > DEEPEST) throw invalidJson(`${origin} is nested too deeply`)
    } else if (token === '}' || token === ']') {
      open.pop()
    } else if (colon) {
      const key = JSON.parse(token.slice(0, -colon.length))
      if (open.at(-1)?.has(key)) throw invalidJson(`the key '${key}' appears twice`)
      open.at(-1)?.add(key)
    } else if (!token.startsWith('"')) {
      refuseBigNumber(token)
    }
  }
}

function refuseBigNumber(text: string): void {
  const number = Number(text)
  if (!Number.isFinite(number) || (Number.isInteger(number) && !Number.isSafeInteger(number))) {
    throw invalidJson(`the number ${text} is too big`)
  }
}
