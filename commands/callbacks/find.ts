import {text} from 'node:stream/consumers'
import {Flags} from '@oclif/core'
import {type Copied, copiedAs} from '../../src/cli/callbacks/copied-csv.ts'
import {foundDocument, foundIds, foundLines, foundRows, type Tally} from '../../src/cli/callbacks/found-view.ts'
import {type ConditionFlags, conditionFlags, conditionsOf} from '../../src/cli/callbacks/selection.ts'
import {callbackListing, importableColumns} from '../../src/cli/callbacks/view.ts'
import type {ServerFlags} from '../../src/cli/command/base-command.ts'
import {withInput} from '../../src/cli/command/input.ts'
import {ReadCommand} from '../../src/cli/command/read-command.ts'
import {fromNone} from '../../src/cli/command/whole-numbers.ts'
import {dataPieces} from '../../src/cli/escapes.ts'
import {contextsFlag, rowFlags} from '../../src/cli/list/list-flags.ts'
import {type ListFlags, layOut, renderListInPieces} from '../../src/cli/list/listing.ts'
import {type Source, withSources, writeOut} from '../../src/cli/list/sources.ts'
import {MOST_BOXED_ROWS} from '../../src/cli/list/table.ts'
import {invalidFilter} from '../../src/errors.ts'
import {filterFields, filterOperators, parseFilters, parseSort} from '../../src/formats/filters.ts'
import {parseJson} from '../../src/formats/json.ts'
import {isOfCustomers, type Wanted} from '../../src/services/callbacks/search.ts'
import {type Page, streamFoundFields, streamFoundLines} from '../../src/services/callbacks/stream.ts'
import {severalContexts} from '../../src/settings/several.ts'

export default class CallbacksFind extends ReadCommand {
  static override summary = 'find callback requests'
  static override description =
    `A filter is 'FIELD OPERATOR VALUE'; a request must meet every filter. The value is everything after the operator, without quotes.
Fields: ${filterFields.join(', ')}.
Operators: ${filterOperators.join(', ')}.
On a terminal, the table shows the first ${MOST_BOXED_ROWS} requests; output to a pipe, --csv, --xlsx, --json and --ndjson is complete. 'callbacks import' reads the output of --csv and --xlsx.`
  static override examples = [
    `<%= config.bin %> <%= command.id %> --filter 'clotured = false' --filter 'dueDate <= 2026-12-01' --sort dueDate --context demo`,
    `<%= config.bin %> <%= command.id %> --filter 'lastName ilike du%' --limit 10 --json --context demo`,
    `<%= config.bin %> <%= command.id %> --phone +33230210092 --context demo`,
    `<%= config.bin %> <%= command.id %> --queue sales --overdue --context demo`,
    `<%= config.bin %> <%= command.id %> --filter 'company is null' --csv --context demo`,
    `<%= config.bin %> <%= command.id %> --filter 'dueDate < 2026-12-01' --xlsx overdue.xlsx --context demo`,
    `<%= config.bin %> <%= command.id %> --filter 'clotured = false' --columns due,phone,name --context demo`,
    `<%= config.bin %> <%= command.id %> --filter 'dueDate < 2026-01-01' --ids --context demo`,
  ]
  static override flags = {
    ...conditionFlags,
    filters: Flags.string({
      description: 'JSON file of filters, as the API takes them: a list, or an object with filters, offset, limit',
      helpValue: 'FILE',
    }),
    sort: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      description: 'sort by this field',
      helpValue: 'FIELD[:asc|:desc]',
    }),
    offset: Flags.integer({...fromNone, description: 'skip this many results', helpValue: 'N'}),
    limit: Flags.integer({...fromNone, description: 'show at most this many results', helpValue: 'N'}),
    total: Flags.boolean({description: 'also count the results that are not shown; --json always does'}),
    ...rowFlags,
    ...contextsFlag,
  }

  async run(): Promise<void> {
    const {flags} = await this.parse(CallbacksFind)
    const contexts = severalContexts(flags, process.env)
    const {sort: _, ...shown} = flags
    const layout = layOut({...callbackListing, csv: importableColumns}, shown, contexts !== undefined)
    const {filters, ...asked} = await understand(flags)
    const cut = asked.limit === undefined ? this.terminalLimit(flags, contexts?.length) : undefined
    const limit = asked.limit ?? cut
    const page = {...asked, ...(limit !== undefined && {limit})}
    const total = flags.total || this.jsonEnabled()
    const isWhole = limit === undefined && page.offset === undefined && !total
    const copied = isWhole && contexts === undefined && !isOfCustomers(filters) ? copiedAs(flags, layout) : undefined
    if (copied) return this.copy(flags, filters, copied)
    const tally: Tally = {counts: [], failed: [], limit}
    const show = (sources: Source[]) => {
      if (this.jsonEnabled()) return dataPieces(foundDocument(sources, tally), {json: true})
      if (flags.ndjson) return dataPieces(foundLines(sources, tally))
      if (flags.ids) return dataPieces(foundIds(sources, tally))
      return renderListInPieces(foundRows(sources, tally), layout)
    }
    const {xlsx} = flags
    const answer = async (sources: Source[]) => {
      if (xlsx === undefined) return writeOut(show(sources))
      await this.writeWorkbook(xlsx, foundRows(sources, tally), layout)
      return true
    }
    const whole = await withSources(
      flags,
      contexts,
      (xivo, sink) => streamFoundLines(xivo, sink, filters, total ? page : andOneMore(page), {total, ids: flags.ids}),
      answer,
    )
    if (whole) this.tell(tally, flags, {offset: page.offset, cut})
    this.tellFailures(tally.failed)
  }

  /** All of what is found, as the database writes it. */
  private copy(flags: ServerFlags, filters: Wanted[], {fields, lines}: Copied): Promise<void> {
    return withSources(
      flags,
      undefined,
      (xivo, sink) => streamFoundFields(xivo, sink, filters, fields),
      async (sources: Source<Uint8Array>[]) => {
        for (const {pieces} of sources) await writeOut(lines(pieces))
      },
    )
  }

  /** Nobody reads thousands of lines on a terminal. */
  private terminalLimit(flags: ListFlags, contexts = 1): number | undefined {
    return this.showsTable(flags) && process.stdout.isTTY
      ? Math.max(1, Math.floor(MOST_BOXED_ROWS / contexts))
      : undefined
  }

  private tell(
    {counts}: Tally,
    flags: ListFlags,
    {offset = 0, cut}: {offset?: number | undefined; cut: number | undefined},
  ): void {
    const none = counts.length > 0 && counts.every(({came, more, total = 0}) => came === 0 && !more && total === 0)
    if (none && this.showsTable(flags)) this.note('nothing found')
    if (flags.ids) return
    for (const {context, came, more, total = came > 0 ? offset + came : 0} of counts) {
      if (!more && total <= came) continue
      const advice = came === cut ? ': --limit N shows more; --csv or a pipe shows all' : ''
      this.note(`${context === undefined ? '' : `${context}: `}${came} of ${more ? 'many' : total}${advice}`)
    }
  }
}

/** To know whether there are more. */
const andOneMore = (page: Page): Page =>
  page.limit === undefined ? page : {...page, limit: Math.min(page.limit + 1, Number.MAX_SAFE_INTEGER)}

interface FindFlags extends ConditionFlags {
  filters?: string | undefined
  sort?: string[] | undefined
  offset?: number | undefined
  limit?: number | undefined
}

async function understand(flags: FindFlags): Promise<Page & {filters: Wanted[]}> {
  const asked = flags.filters === undefined ? {} : await readRequest(flags.filters)
  const offset = flags.offset ?? asked.offset ?? undefined
  const limit = flags.limit ?? asked.limit ?? undefined
  return {
    filters: [...parseFilters(asked.filters ?? []), ...conditionsOf(flags), ...(flags.sort ?? []).map(parseSort)],
    ...(offset !== undefined && {offset}),
    ...(limit !== undefined && {limit}),
  }
}

interface Asked {
  filters?: unknown
  offset?: number | null
  limit?: number | null
}

const parts = ['filters', 'offset', 'limit']

async function readRequest(path: string): Promise<Asked> {
  const asked = parseJson(await withInput(path, ({bytes}) => text(bytes)), path)
  if (Array.isArray(asked)) return {filters: asked}
  const hints = [`it holds a list of filters, or an object with ${parts.join(', ')}`]
  if (typeof asked !== 'object' || asked === null) throw invalidFilter(`${path} holds no filters`, {hints})
  const other = Object.keys(asked).find((key) => !parts.includes(key))
  if (other !== undefined) throw invalidFilter(`${path} has an unknown field '${other}'`, {hints})
  return asked
}
