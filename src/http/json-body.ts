import {invalidJson} from '../errors.ts'

const utf8 = new TextDecoder('utf-8', {fatal: true})

/**
 * JSON as it was meant, or InvalidJson. JSON.parse keeps the last of two equal keys, which makes an admin of a teacher, and
 * rounds integers that are too big. No text is no value: clients say JSON on requests without a body.
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

/** What the text of a JSON value is made of: strings, with the colon behind one that is a key; numbers; opening and closing. */
const TOKEN = /"(?:[^"\\]|\\.)*"(\s*:)?|-?\d[\d.eE+-]*|[[\]{}]/g

/** Nobody means more; those who walk through the value need not fear for their stack. */
const DEEPEST = 100

/** Refuses what JSON.parse takes, and makes something else of than its writer meant. */
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
