import {text} from 'node:stream/consumers'
import {Flags} from '@oclif/core'
import {BaseCommand, csvFlag} from '../../src/cli/base-command.ts'
import {callbackColumns} from '../../src/cli/callbacks-view.ts'
import {withInput} from '../../src/cli/input.ts'
import {invalidFilter} from '../../src/errors.ts'
import {
  type Filter,
  filterFields,
  filterOperators,
  parseFilters,
  parseFilterText,
  parseSort,
} from '../../src/formats/filters.ts'
import {parseJson} from '../../src/formats/json.ts'
import {type FoundCallbacks, findCallbacks} from '../../src/services/callbacks.ts'

export default class CallbacksFind extends BaseCommand {
  static override summary = 'find callback requests'
  static override description =
    `A filter is 'FIELD OPERATOR VALUE'; several are joined by AND. The value is literal, to the end.
Fields: ${Object.keys(filterFields).join(', ')}.
Operators: ${filterOperators.join(', ')}.`
  static override examples = [
    `<%= config.bin %> <%= command.id %> --filter 'clotured = false' --filter 'dueDate <= 2026-12-01' --sort dueDate --context demo`,
    `<%= config.bin %> <%= command.id %> --filter 'lastName ilike du%' --limit 10 --json --context demo`,
    `<%= config.bin %> <%= command.id %> --filter 'company is null' --csv --context demo`,
  ]
  static override flags = {
    filter: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      description: 'condition',
      helpValue: "'FIELD OPERATOR VALUE'",
    }),
    filters: Flags.string({
      description: "conditions as the API's JSON: a list, or an object with filters, offset, limit",
      helpValue: 'FILE',
    }),
    sort: Flags.string({multiple: true, multipleNonGreedy: true, description: 'order', helpValue: 'FIELD[:asc|:desc]'}),
    offset: Flags.integer({min: 0, description: 'how many to pass over'}),
    limit: Flags.integer({min: 0, description: 'how many at most'}),
    csv: csvFlag,
  }

  async run(): Promise<FoundCallbacks> {
    const {flags} = await this.parse(CallbacksFind)
    const asked = flags.filters === undefined ? {} : await readRequest(flags.filters)
    const filters: Filter[] = [
      ...parseFilters(asked.filters ?? []),
      ...(flags.filter ?? []).map(parseFilterText),
      ...(flags.sort ?? []).map(parseSort),
    ]
    const offset = flags.offset ?? asked.offset
    const limit = flags.limit ?? asked.limit
    const page = {...(offset !== undefined && {offset}), ...(limit !== undefined && {limit})}
    const found = await this.read(flags, (context) => findCallbacks(context, filters, page))
    this.show(found.list, callbackColumns, flags)
    if (found.total > found.list.length) this.note(`${found.list.length} of ${found.total}`)
    return found
  }
}

interface Asked {
  filters?: unknown
  offset?: number
  limit?: number
}

const parts = ['filters', 'offset', 'limit']

async function readRequest(path: string): Promise<Asked> {
  const asked = parseJson(await withInput(path, ({bytes}) => text(bytes)), path)
  if (Array.isArray(asked)) return {filters: asked}
  const hints = [`it holds a list of filters, or an object with ${parts.join(', ')}`]
  if (typeof asked !== 'object' || asked === null) throw invalidFilter(`${path} holds no filters`, {hints})
  const other = Object.keys(asked).find((key) => !parts.includes(key))
  if (other !== undefined) throw invalidFilter(`${path} has '${other}', which says nothing`, {hints})
  return asked
}
