/** The pieces that were read ahead, then the rest; the source is closed when the reader stops. */
export async function* andThen<Piece extends {length: number}>(
  head: Piece,
  rest: AsyncIterator<Piece>,
): AsyncGenerator<Piece> {
  try {
    if (head.length > 0) yield head
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value
  } finally {
    await rest.return?.()
  }
}
