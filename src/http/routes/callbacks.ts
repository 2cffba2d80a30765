import type {IncomingMessage} from 'node:http'
import {type Static, Type} from 'typebox'
import {AppError, usage} from '../../errors.ts'
import {parseFilters} from '../../formats/filters.ts'
import {createCallback} from '../../services/callbacks.ts'
import {type ImportReport, importCallbacks} from '../../services/callbacks-import.ts'
import {streamFoundCallbacks} from '../../services/callbacks-stream.ts'
import {Csv, Imported} from '../import-schemas.ts'
import {Callback, CallbackInput, Strict} from '../schemas.ts'
import type {Server} from '../server.ts'
import {streamed} from '../streamed.ts'
import {untilStopped} from '../uploads.ts'

const OfList = Strict({listUuid: Type.String({description: 'uuid of the list'})})

const Query = Strict(
  {
    filters: Type.Optional(Type.Array(Type.Unknown(), {description: 'see the page: field, operator, value, order'})),
    offset: Type.Optional(Type.Integer({minimum: 0})),
    limit: Type.Optional(Type.Integer({minimum: 0})),
  },
  {examples: [{filters: [{field: 'phoneNumber', operator: '=', value: '1000'}], offset: 0, limit: 100}]},
)

const ImportQuery = Strict({
  dryRun: Type.Optional(Type.Enum(['true', 'false'])),
  onDuplicate: Type.Optional(Type.Enum(['insert', 'skip', 'error'])),
})

export async function callbackRoutes(app: Server): Promise<void> {
  app.post(
    '/callback_lists/:listUuid/callback_requests/csv',
    {
      config: {
        imports: ({query}) => ((query as Static<typeof ImportQuery>).dryRun === 'true' ? 'rehearsed' : 'imported'),
      },
      schema: {
        summary: 'import callback requests',
        consumes: ['text/plain', 'text/csv'],
        params: OfList,
        querystring: ImportQuery,
        body: Csv,
        response: {201: Imported},
      },
    },
    async ({xivo, params, query, body, headers}, reply) => {
      const {dryRun, onDuplicate} = query
      const report = await importBody(body, xivo.stop, (bytes) =>
        importCallbacks(
          xivo,
          `id:${params.listUuid}`,
          {bytes},
          {dryRun: dryRun === 'true', ...(onDuplicate && {onDuplicate})},
        ),
      )
      reply.code(201)
      return wantsJson(headers.accept) ? report : reply.type('text/plain; charset=utf-8').send(`${sentence(report)}\n`)
    },
  )
  app.post(
    '/callback_lists/:listUuid/callback_requests',
    {schema: {summary: 'make one callback request', params: OfList, body: CallbackInput, response: {201: Callback}}},
    async ({xivo, params, body}, reply) =>
      reply.code(201).send(await createCallback(xivo, `id:${params.listUuid}`, body)),
  )
  app.post(
    '/callback_requests/find',
    {
      schema: {
        summary: 'find callback requests',
        body: Query,
        response: {200: Type.Object({total: Type.Integer(), list: Type.Array(Callback)})},
      },
    },
    ({xivo, body: {filters = [], ...page}}, reply) => {
      const parsed = parseFilters(filters)
      return streamed(reply, (sink) => streamFoundCallbacks(xivo, sink, parsed, page))
    },
  )
}

/** Hands the bytes of a CSV on, and tells `curl -d @file`, which sends them without their line ends, what it did. */
async function importBody<T>(
  body: unknown,
  stop: AbortSignal,
  work: (bytes: AsyncIterable<Uint8Array>) => Promise<T>,
): Promise<T> {
  let hasLineEnd = false
  async function* watched(source: IncomingMessage) {
    for await (const chunk of untilStopped(source, stop)) {
      hasLineEnd ||= chunk.includes('\n')
      yield chunk
    }
  }
  if (!isStream(body)) throw usage('the body must be the CSV, as text/plain')
  try {
    return await work(watched(body))
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'InvalidCsv' || hasLineEnd) throw error
    const hints = [
      ...error.hints,
      "the body is one line: 'curl -d @file' takes the line ends out, use --data-binary @file",
    ]
    throw new AppError(error.kind, error.code, error.message, {hints, problems: error.problems, cause: error})
  }
}

const isStream = (body: unknown): body is IncomingMessage =>
  typeof body === 'object' && body !== null && Symbol.asyncIterator in body

const wantsJson = (accept = '*/*') => /json/.test(accept) && !/text\/|\*\/\*/.test(accept)

const sentence = ({imported, dryRun}: ImportReport) =>
  `${imported} callback request${imported === 1 ? '' : 's'} ${dryRun ? 'would be ' : ''}imported`
