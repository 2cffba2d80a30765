const COMMA = ','

/** Lines of JSON as one JSON array. */
export async function* jsonArray(lines: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let separator = '['
  let rest = ''
  for await (const bytes of lines) {
    const complete = (rest + decoder.decode(bytes, {stream: true})).split('\n')
    rest = complete.pop() ?? ''
    if (complete.length === 0) continue
    yield `${separator}\n${complete.join(',\n')}`
    separator = COMMA
  }
  yield separator === '[' ? '[]\n' : '\n]\n'
}
