import type {OwnCallback} from '../../services/callbacks/view.ts'
import type {Failure} from '../command/answers.ts'
import type {Located} from '../list/listing.ts'
import type {Source} from '../list/sources.ts'
import {documentOfEach, failure} from '../list/streamed-documents.ts'

/** Facts about the requests that are known once they have been shown. */
export interface Tally {
  counts: Count[]
  failed: Failure[]
  /** How many to show of each XiVO; one more is asked for, to know whether there are more. */
  limit?: number | undefined
}

interface Count {
  context?: string | undefined
  /** Undefined unless it was asked for. */
  total: number | undefined
  /** How many are shown. */
  came: number
  /** Are there more than are shown? */
  more: boolean
}

/** The requests of one XiVO after the other, for a list. */
export async function* foundRows(sources: readonly Source[], tally: Tally): AsyncGenerator<Located<OwnCallback>[]> {
  for await (const {context, lines} of inTurn(sources, tally)) {
    yield lines.map((line) => ({context, row: JSON.parse(line)}))
  }
}

/** The same as lines of JSON, passed on from the database unchanged, which takes half the time. */
export async function* foundLines(sources: readonly Source[], tally: Tally): AsyncGenerator<string> {
  for await (const {context, lines} of inTurn(sources, tally)) {
    const named = context === undefined ? lines : lines.map((line) => inContext(context, line))
    yield `${named.join('\n')}\n`
  }
}

/** Their uuids alone, a line each. */
export async function* foundIds(sources: readonly Source[], tally: Tally): AsyncGenerator<string> {
  for await (const {context, lines} of inTurn(sources, tally)) {
    const before = context === undefined ? '' : `${context}\t`
    yield lines.map((uuid) => `${before}${uuid}\n`).join('')
  }
}

const inContext = (context: string, json: string) => `{"context":${JSON.stringify(context)},${json.slice(1)}`

async function* inTurn(
  sources: readonly Source[],
  tally: Tally,
): AsyncGenerator<{context: string | undefined; lines: string[]}> {
  for (const source of sources) {
    const {context} = source
    try {
      for await (const lines of (await begin(source, tally)).rest) yield {context, lines}
    } catch (thrown) {
      tally.failed.push(failure(context, thrown))
    }
  }
}

/** The document of the API; for several XiVOs, one document under the name of each context. An interrupted document is not valid JSON. */
export const foundDocument = (sources: readonly Source[], tally: Tally): AsyncGenerator<string> =>
  documentOfEach(sources, tally.failed, async (source) => document(await begin(source, tally)))

async function* document({total, rest}: Begun): AsyncGenerator<string> {
  let before = `{"total":${total},"list":[`
  for await (const lines of rest) {
    yield `${before}\n${lines.join(',\n')}`
    before = ','
  }
  yield before === ',' ? '\n]}' : `${before}]}`
}

interface Begun {
  total: number | undefined
  rest: AsyncGenerator<string[]>
}

/** Waits for the total, so that an earlier error occurs before anything is shown. */
async function begin({context, pieces}: Source, {counts, limit}: Tally): Promise<Begun> {
  const iterator = pieces[Symbol.asyncIterator]()
  const total: string = (await iterator.next()).value
  const count = {context, total: total === '' ? undefined : Number(total), came: 0, more: false}
  counts.push(count)
  return {total: count.total, rest: lines(iterator, count, limit)}
}

async function* lines(pieces: AsyncIterator<string>, count: Count, limit?: number): AsyncGenerator<string[]> {
  for (let piece = await pieces.next(); !piece.done; piece = await pieces.next()) {
    const lines = piece.value.split('\n')
    const shown = limit === undefined ? lines : lines.slice(0, limit - count.came)
    count.more = shown.length < lines.length
    count.came += shown.length
    if (shown.length > 0) yield shown
  }
}
