const INDENT = 2

/** `JSON.stringify(document, null, 2)`, the elements of a list one by one. */
export function* jsonPieces(document: unknown): Generator<string> {
  if (!Array.isArray(document) || document.length === 0) return yield JSON.stringify(document, null, INDENT)
  let before = '['
  for (const each of document) {
    const text = JSON.stringify(each, null, INDENT) ?? 'null'
    yield `${before}\n  ${text.replaceAll('\n', '\n  ')}`
    before = ','
  }
  yield '\n]'
}
