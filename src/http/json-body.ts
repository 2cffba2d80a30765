import {invalidJson} from '../errors.ts'

const utf8 = new TextDecoder('utf-8', {fatal: true})

/**
 * Strict JSON, or InvalidJson. JSON.parse keeps the last of two equal keys, which can turn a teacher into an admin, and
 * rounds big integers. An empty text is undefined: clients send the JSON content type on requests without a body.
 */
export function parseBody(bytes: Uint8Array): unknown {
  const text = decode(bytes)
  if (text.trim() === '') return undefined
  const value = parse(text)
  refuseSurprises(text)
  return value
}

function decode(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch (cause) {
    throw invalidJson('the body is not UTF-8', {cause})
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw invalidJson(`the body is not JSON: ${error instanceof Error ? error.message : error}`)
  }
}

/** The tokens of a JSON text: strings, with the colon after a key; numbers; brackets and braces. */
const TOKEN = /"(?:[^"\\]|\\.)*"(\s*:)?|-?\d[\d.eE+-]*|[[\]{}]/g

/** Real documents are never deeper, and code that recurses into the value cannot overflow the stack. */
const DEEPEST = 100

/** Refuses JSON that JSON.parse accepts but changes. */
function refuseSurprises(text: string): void {
  const open: Set<string>[] = []
  for (const [token, colon] of text.matchAll(TOKEN)) {
    if (token === '{' || token === '[') {
      if (open.push(new Set()) > DEEPEST) throw invalidJson('the body is nested too deeply')
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
