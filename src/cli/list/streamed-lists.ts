import type {Failure} from '../command/answers.ts'
import type {Piece, Source} from './sources.ts'
import {documentOfEach, failure} from './streamed-documents.ts'

/** Callback lists with their requests, as the unchanged document of the API. */
export const listsDocument = (sources: readonly Source<Piece>[], failed: Failure[]): AsyncGenerator<Piece> =>
  documentOfEach(sources, failed, async ({pieces}) => begun(pieces))

/** The same as lines of JSON, one per list. `turns` gives the context of each next list; without it, the contexts follow one another. */
export async function* listLines(
  sources: readonly Source<Piece>[],
  failed: Failure[],
  turns?: () => (string | undefined)[],
): AsyncGenerator<string> {
  const lines = new Map<string | undefined, AsyncGenerator<string>>()
  for (const {context, pieces} of sources) {
    try {
      lines.set(context, asLines(await begun(pieces), context))
    } catch (thrown) {
      failed.push(failure(context, thrown))
    }
  }
  if (turns) for (const context of turns()) yield* firstLine(lines.get(context))
  else for (const each of lines.values()) yield* each
}

/** Waits for the first piece, so that an earlier error occurs before anything is shown. */
async function begun<P>(pieces: AsyncIterable<P>): Promise<AsyncGenerator<P>> {
  const iterator = pieces[Symbol.asyncIterator]()
  const first = await iterator.next()
  return (async function* () {
    for (let piece = first; !piece.done; piece = await iterator.next()) yield piece.value
  })()
}

/** A single list may be larger than memory. */
async function* firstLine(pieces: AsyncGenerator<string> | undefined): AsyncGenerator<string> {
  for (let piece = await pieces?.next(); piece && !piece.done; piece = await pieces?.next()) {
    yield piece.value
    if (piece.value.endsWith('\n')) return
  }
}

/** Joins the lines of the API's document, one per request, to one line per list. The end of a list is the end of a piece. */
async function* asLines(pieces: AsyncIterable<Piece>, context: string | undefined): AsyncGenerator<string> {
  const head = context === undefined ? '{' : `{"context":${JSON.stringify(context)},`
  const decoder = new TextDecoder()
  let rest = ''
  for await (const piece of pieces) {
    const lines = (rest + (typeof piece === 'string' ? piece : decoder.decode(piece, {stream: true}))).split('\n')
    rest = lines.pop() ?? ''
    yield* linesIn(lines.map((line) => partOfLine(line, head)).join(''))
  }
  yield* linesIn(partOfLine(rest, head))
}

const linesIn = (text: string) => (text === '' ? [] : text.split(/(?<=\n)/))

function partOfLine(line: string, head: string): string {
  if (line === '[]') return ''
  if (line === ']}]') return ']}\n'
  if (line.startsWith('[{')) return head + line.slice('[{'.length)
  return line.startsWith(']},{') ? `]}\n${head}${line.slice(']},{'.length)}` : line
}
