import {Flags} from '@oclif/core'
import type {Documents} from '../../../src/cli/answers.ts'
import {listFlags} from '../../../src/cli/list-flags.ts'
import {listColumns} from '../../../src/cli/lists-view.ts'
import {ReadCommand} from '../../../src/cli/read-command.ts'
import type {Context} from '../../../src/context.ts'
import {callbackStats, type ListBacklog} from '../../../src/services/callbacks-stats.ts'
import {type CallbackList, listCallbackLists} from '../../../src/services/lists.ts'
import {queueNames} from '../../../src/services/queues.ts'

export default class CallbacksLists extends ReadCommand {
  static override summary = 'list the callback lists, with their ongoing requests'
  static override examples = [
    '<%= config.bin %> <%= command.id %> --context demo',
    '<%= config.bin %> <%= command.id %> --with-requests --json --context demo',
    '<%= config.bin %> <%= command.id %> --sort ongoing:desc --columns name,ongoing --context demo',
  ]
  static override flags = {
    'with-requests': Flags.boolean({description: 'only lists that have ongoing requests'}),
    ...listFlags,
  }

  async run(): Promise<Documents<(CallbackList | ListBacklog)[]>> {
    const {flags} = await this.parse(CallbacksLists)
    const lists = this.jsonEnabled() || flags.ndjson ? withRequests : counted
    const read = async (context: Context) => {
      const names = await queueNames(context)
      const rows = (await lists(context)).map((row) => ({...row, queue: names.get(row.list.queueId)}))
      return flags['with-requests'] ? rows.filter(({ongoing}) => ongoing > 0) : rows
    }
    return this.list(flags, read, {
      columns: listColumns,
      id: ({list}) => list.uuid,
      json: ({list}): CallbackList | ListBacklog => list,
    })
  }
}

interface Counted<L> {
  list: L
  ongoing: number
}

/** What programs get: the requests themselves. */
const withRequests = async (context: Context): Promise<Counted<CallbackList>[]> =>
  (await listCallbackLists(context)).map((list) => ({list, ongoing: list.callbacks.length}))

/** A table only says how many there are: a million of them are not read for that. */
const counted = async (context: Context): Promise<Counted<ListBacklog>[]> =>
  (await callbackStats(context)).lists.map((list) => ({list, ongoing: list.ongoing}))
