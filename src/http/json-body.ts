import {invalidJson} from '../errors.ts'
import {parseJson} from '../formats/json.ts'

const utf8 = new TextDecoder('utf-8', {fatal: true})

/** Strict JSON, or InvalidJson. An empty text is undefined: clients send the JSON content type on requests without a body. */
export function parseBody(bytes: Uint8Array): unknown {
  const text = decode(bytes)
  return text.trim() === '' ? undefined : parseJson(text, 'the body')
}

function decode(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch (cause) {
    throw invalidJson('the body is not UTF-8', {cause})
  }
}

/** The part of a JSON schema that tells optional fields. */
export interface Shape {
  properties?: Record<string, Shape>
  required?: readonly string[]
  items?: Shape
}

/** Removes each null that stands in place of an optional field: it counts as absent. */
export function dropNulls(value: unknown, {properties = {}, required = [], items = {}}: Shape): void {
  if (Array.isArray(value)) {
    for (const each of value) dropNulls(each, items)
  } else if (typeof value === 'object' && value !== null) {
    const fields = value as Record<string, unknown>
    for (const [name, shape] of Object.entries(properties)) {
      if (fields[name] === null && !required.includes(name)) delete fields[name]
      else dropNulls(fields[name], shape)
    }
  }
}
