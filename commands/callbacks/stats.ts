import {Args, Flags} from '@oclif/core'
import {queueText} from '../../src/cli/callbacks/lists-view.ts'
import {drawStats, summary} from '../../src/cli/callbacks/stats-view.ts'
import type {Documents} from '../../src/cli/command/answers.ts'
import {ReadCommand} from '../../src/cli/command/read-command.ts'
import {listFlags} from '../../src/cli/list/list-flags.ts'
import {Day} from '../../src/cli/list/table.ts'
import type {Context} from '../../src/context.ts'
import {type CallbackStats, callbackStats} from '../../src/services/callbacks/stats.ts'
import {queueNames} from '../../src/services/queues.ts'

export default class CallbacksStats extends ReadCommand {
  static override summary =
    'show the backlog of each callback list as bars: overdue, due today, due on the next days, and by period'
  static override description =
    "Counts ongoing requests. 'Today' is the day on the database server. --json, --csv, --columns and --sort show every day that has requests."
  static override examples = [
    '<%= config.bin %> <%= command.id %> --context demo',
    '<%= config.bin %> <%= command.id %> "Relances ventes" --days 14 --context demo',
    '<%= config.bin %> <%= command.id %> --json --context demo',
    '<%= config.bin %> <%= command.id %> --queue sales --context demo',
    '<%= config.bin %> <%= command.id %> --sort overdue:desc --context demo',
  ]
  static override args = {list: Args.string({description: 'show only this callback list, by name or uuid'})}
  static override flags = {
    days: Flags.integer({
      helpValue: 'DAYS',
      description: 'number of days after today that have a bar of their own',
      default: 7,
      min: 0,
      max: 366,
    }),
    queue: Flags.string({description: 'show only the lists of this queue, by name or id', helpValue: 'QUEUE'}),
    ...listFlags,
  }

  async run(): Promise<Documents<CallbackStats>> {
    const {args, flags} = await this.parse(CallbacksStats)
    const read = async (context: Context) => ({
      stats: await callbackStats(context, {list: args.list, queue: flags.queue}),
      names: await queueNames(context),
    })
    return this.listWithin(flags, read, {
      rows: ({stats, names}) => daysOf(stats, names),
      columns: {
        list: ({name}) => name,
        queue: ({queue}) => queue,
        due: ({dueDate}) => new Day(dueDate),
        ongoing: ({ongoing}) => ongoing,
        overdue: ({overdue}) => overdue,
        uuid: ({uuid}) => uuid,
      },
      names: {dueDate: 'due', listUuid: 'uuid'},
      id: ({uuid}) => uuid,
      document: (_, {stats}): CallbackStats => stats,
      picture: ({stats, names}) => this.draw(stats, {days: flags.days, queueNames: names}),
    })
  }

  private draw(stats: CallbackStats, view: Parameters<typeof drawStats>[1]): void {
    if (stats.lists.length === 0) this.note('no callback list found')
    else this.logRendered(drawStats(stats, view))
    if (stats.lists.length < 2) return
    this.log()
    this.log(`all lists: ${summary(stats)}`)
  }
}

const daysOf = ({today, lists}: CallbackStats, names: ReadonlyMap<number, string>) =>
  lists.flatMap(({name, uuid, queueId, days}) => {
    const queue = queueText(names.get(queueId), queueId)
    return days.map((day) => ({name, uuid, queue, ...day, overdue: day.dueDate < today ? day.ongoing : 0}))
  })
