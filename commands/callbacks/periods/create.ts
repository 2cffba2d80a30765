import {Args, Flags} from '@oclif/core'
import {BaseCommand} from '../../../src/cli/base-command.ts'
import {periodColumns} from '../../../src/cli/periods-view.ts'
import {createPeriod, type Period} from '../../../src/services/periods.ts'

export default class CallbacksPeriodsCreate extends BaseCommand {
  static override summary = 'create a preferred period'
  static override examples = ['<%= config.bin %> <%= command.id %> Soir --start 18:00 --end 20:00 --context demo']
  static override args = {name: Args.string({required: true, description: 'name of the period'})}
  static override flags = {
    start: Flags.string({required: true, description: 'from', helpValue: 'HH:MM'}),
    end: Flags.string({required: true, description: 'to', helpValue: 'HH:MM'}),
  }

  async run(): Promise<Period> {
    const {args, flags} = await this.parse(CallbacksPeriodsCreate)
    const {start, end} = flags
    const period = await this.write(flags, (context) => createPeriod(context, {name: args.name, start, end}))
    this.show([period], periodColumns)
    return period
  }
}
