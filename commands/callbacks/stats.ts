import {Args, Flags} from '@oclif/core'
import {BaseCommand, csvFlag} from '../../src/cli/base-command.ts'
import {drawStats, summary} from '../../src/cli/stats-view.ts'
import {type CallbackStats, callbackStats} from '../../src/services/callbacks-stats.ts'
import {queueNames} from '../../src/services/queues.ts'

export default class CallbacksStats extends BaseCommand {
  static override summary =
    'show the backlog of each callback list as bars: overdue, due today, the days to come, per period'
  static override description = "Counts ongoing requests; days are the database's. --json and --csv have every day."
  static override examples = [
    '<%= config.bin %> <%= command.id %> --context demo',
    '<%= config.bin %> <%= command.id %> "Relances ventes" --days 14 --context demo',
    '<%= config.bin %> <%= command.id %> --json --context demo',
  ]
  static override args = {list: Args.string({description: 'only this callback list, by name or uuid'})}
  static override flags = {
    days: Flags.integer({
      description: 'how many days after today have a bar of their own',
      default: 7,
      min: 0,
      max: 366,
    }),
    csv: csvFlag,
  }

  async run(): Promise<CallbackStats> {
    const {args, flags} = await this.parse(CallbacksStats)
    const {stats, names} = await this.read(flags, async (context) => ({
      stats: await callbackStats(context, args.list === undefined ? {} : {list: args.list}),
      names: await queueNames(context),
    }))
    if (flags.csv) this.show(daysOf(stats), columns, flags)
    else if (stats.lists.length === 0) this.note('there are no callback lists')
    else {
      this.log(drawStats(stats, {days: flags.days, queueNames: names}))
      if (stats.lists.length > 1) this.log(`\nall lists: ${summary(stats)}`)
    }
    return stats
  }
}

const daysOf = ({lists}: CallbackStats) =>
  lists.flatMap(({name, uuid, days}) => days.map((day) => ({name, uuid, ...day})))

const columns = {
  list: ({name}: {name: string}) => name,
  dueDate: ({dueDate}: {dueDate: string}) => dueDate,
  ongoing: ({ongoing}: {ongoing: number}) => ongoing,
  uuid: ({uuid}: {uuid: string}) => uuid,
}
