import {Args, Flags} from '@oclif/core'
import {periodFields} from '../../../src/cli/callbacks/periods-view.ts'
import {WriteCommand, type Written} from '../../../src/cli/command/write-command.ts'
import {createPeriod, type Period} from '../../../src/services/callbacks/periods.ts'

export default class CallbacksPeriodsCreate extends WriteCommand {
  static override summary = 'create a preferred period'
  static override examples = ['<%= config.bin %> <%= command.id %> Soir --start 18:00 --end 20:00 --context demo']
  static override args = {name: Args.string({required: true, description: 'name of the period'})}
  static override flags = {
    start: Flags.string({required: true, description: 'start of the period', helpValue: 'HH:MM'}),
    end: Flags.string({required: true, description: 'end of the period', helpValue: 'HH:MM'}),
  }

  async run(): Promise<Written<Period>> {
    const {args, flags} = await this.parse(CallbacksPeriodsCreate)
    const {start, end} = flags
    return this.change(flags, (context) => createPeriod(context, {name: args.name, start, end}), {
      show: (period) => this.showFields(periodFields(period)),
    })
  }
}
