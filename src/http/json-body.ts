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
