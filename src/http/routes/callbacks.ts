import type {IncomingHttpHeaders} from 'node:http'
import Negotiator from 'negotiator'
import {type Static, type TSchema, Type} from 'typebox'
import type {Context} from '../../context.ts'
import {usage} from '../../errors.ts'
import type {FileSettings} from '../../formats/call-list-form.ts'
import {closedDaysRules} from '../../formats/closed-days.ts'
import {counted} from '../../formats/counted.ts'
import {dateFormatOf, dateFormats} from '../../formats/dates.ts'
import {encodings} from '../../formats/encoding.ts'
import {parseFilters} from '../../formats/filters.ts'
import {type ImportReport, importCallbacks} from '../../services/callbacks/import.ts'
import {createCallback} from '../../services/callbacks/requests.ts'
import {streamFoundCallbacks} from '../../services/callbacks/stream.ts'
import type {Server} from '../app.ts'
import {essence} from '../content-types.ts'
import {uploaded} from '../csv-upload.ts'
import {Csv, csvTypes, Imported, workbookTypes} from '../import-schemas.ts'
import {KeyHeader, requestKey, requestKeyOf} from '../request-key.ts'
import {Callback, CallbackInput, Filter, Strict} from '../schemas.ts'
import {streamed} from '../streamed.ts'
import {isRehearsal, written} from '../writes.ts'

const OfList = Strict({listUuid: Type.String({description: 'uuid of the list'})})

const query = <F extends TSchema>(filter: F) =>
  Strict(
    {
      filters: Type.Optional(Type.Array(filter, {description: 'joined by AND'})),
      offset: Type.Optional(Type.Integer({minimum: 0})),
      limit: Type.Optional(Type.Integer({minimum: 0})),
    },
    {examples: [{filters: [{field: 'phoneNumber', operator: '=', value: '1000'}], offset: 0, limit: 100}]},
  )

/** The service reads filters, in more spellings than these: it names the field and the values that would do. */
const Query = query(Type.Unknown())

const ImportQuery = Strict({
  onDuplicate: Type.Optional(Type.Enum(['insert', 'skip', 'error'])),
  onDuplicateIn: Type.Optional(
    Type.Enum(['list', 'queue', 'all'], {
      description: 'where to look for duplicates: in the list, in the lists of its queue, or in all lists [list]',
    }),
  ),
  onDoNotCall: Type.Optional(
    Type.Enum(['skip', 'error'], {
      description: 'what to do with a request whose number is on the do-not-call list [skip]',
    }),
  ),
  closedDays: Type.Optional(
    Type.Enum([...closedDaysRules], {
      description:
        "what to do if the queue is closed on a due date: warn, or use the next open day [the server's setting closedDays]",
    }),
  ),
  origin: Type.Optional(Type.String({description: "where the customers' data come from: stored with the import"})),
  delimiter: Type.Optional(Type.String({description: "field delimiter of a CSV ['|']"})),
  encoding: Type.Optional(Type.Enum([...encodings], {description: 'encoding of a CSV [utf-8]'})),
  dates: Type.Optional(Type.String({description: `date format: ${dateFormats.join(', ')} [YYYY-MM-DD]`})),
  phones: Type.Optional(
    Type.Enum(['repair', 'literal'], {
      description:
        'repair phone numbers that a spreadsheet damaged, or import them without a warning [repair in a workbook]',
    }),
  ),
  sheet: Type.Optional(Type.String({description: 'the sheet of a workbook [the visible sheet with a known header]'})),
  hidden: Type.Optional(Type.Enum(['read', 'skip'], {description: 'whether to read or skip hidden rows of a sheet'})),
})

/** A CSV is read as the API page describes it, unless the query says otherwise; the form of a workbook is detected. */
function saidIn(
  {
    onDuplicate: _,
    onDuplicateIn: __,
    onDoNotCall: ___,
    closedDays: ____,
    origin: _____,
    dates,
    ...query
  }: Static<typeof ImportQuery>,
  {'content-type': type = ''}: IncomingHttpHeaders,
): FileSettings {
  const isWorkbook = workbookTypes.includes(essence(type))
  const format = dates === undefined ? undefined : dateFormatOf(dates)
  if (dates !== undefined && format === undefined)
    throw usage(`dates must be one of ${dateFormats.join(', ')}, not '${dates}'`)
  return {...query, ...(format && {dates: format}), noGuess: !isWorkbook, isWorkbook}
}

export async function callbackRoutes(app: Server, {csvBytes}: {csvBytes: number}): Promise<void> {
  app.post(
    '/callback_lists/:listUuid/callback_requests/csv',
    {
      config: {
        imports: (request) => (isRehearsal(request) ? 'rehearsed' : 'imported'),
      },
      schema: {
        summary: 'import callback requests',
        consumes: [...csvTypes, ...workbookTypes],
        params: OfList,
        querystring: ImportQuery,
        headers: KeyHeader,
        body: Csv,
        response: {201: Imported},
      },
    },
    async (request, reply) => {
      const {xivo, params, query, body, headers} = request
      const {onDuplicate, onDuplicateIn, onDoNotCall, closedDays, origin} = query
      const said = saidIn(query, headers)
      const changed = await uploaded(body, {longest: csvBytes, stop: xivo.stop}, ({bytes, digest}) => {
        const key = requestKeyOf(request, reply, digest)
        return importCallbacks(
          xivo,
          `id:${params.listUuid}`,
          {bytes},
          {
            said,
            ...(onDuplicate && {onDuplicate}),
            ...(onDuplicateIn && {onDuplicateIn}),
            ...(onDoNotCall && {onDoNotCall}),
            ...(closedDays && {closedDays}),
            ...(origin && {origin}),
            ...(key && {key}),
          },
        )
      })
      const answer = await written(request, reply, changed, 201)
      return takesOnlyJson(headers) ? answer : reply.type(TEXT).send(`${sentence(changed.result, xivo)}\n`)
    },
  )
  app.post(
    '/callback_lists/:listUuid/callback_requests',
    {
      schema: {
        summary: 'create a callback request',
        params: OfList,
        headers: KeyHeader,
        body: CallbackInput,
        response: {201: Callback},
      },
    },
    async (request, reply) => {
      const {xivo, params, body} = request
      const key = requestKey(request, reply)
      return written(request, reply, createCallback(xivo, `id:${params.listUuid}`, body, {key}), 201)
    },
  )
  app.post(
    '/callback_requests/find',
    {
      config: {reads: true, described: query(Filter)},
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

const TEXT = 'text/plain; charset=utf-8'
const JSON_TEXT = 'application/json; charset=utf-8'

function takesOnlyJson(headers: IncomingHttpHeaders): boolean {
  const accepted = new Negotiator({headers}).mediaTypes([TEXT, JSON_TEXT])
  return accepted.includes(JSON_TEXT) && !accepted.includes(TEXT)
}

const sentence = ({imported}: ImportReport, {dryRun}: Context) =>
  `${counted(imported, 'callback request')} ${dryRun ? 'would be ' : ''}imported`
