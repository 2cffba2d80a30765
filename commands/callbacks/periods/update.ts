import {Flags} from '@oclif/core'
import {periodFields} from '../../../src/cli/callbacks/periods-view.ts'
import {periodArg} from '../../../src/cli/command/arguments.ts'
import {WriteCommand, type Written} from '../../../src/cli/command/write-command.ts'
import {type Period, updatePeriod} from '../../../src/services/callbacks/periods.ts'

export default class CallbacksPeriodsUpdate extends WriteCommand {
  static override summary = 'change a preferred period, including for the requests that use it'
  static override examples = ['<%= config.bin %> <%= command.id %> Matin --start 08:30 --context demo']
  static override args = periodArg
  static override flags = {
    name: Flags.string({description: 'new name', helpValue: 'NAME'}),
    start: Flags.string({description: 'start of the period', helpValue: 'HH:MM'}),
    end: Flags.string({description: 'end of the period', helpValue: 'HH:MM'}),
  }

  async run(): Promise<Written<Period>> {
    const {args, flags} = await this.parse(CallbacksPeriodsUpdate)
    const {name, start, end} = flags
    const input = {
      ...(name !== undefined && {name}),
      ...(start !== undefined && {start}),
      ...(end !== undefined && {end}),
    }
    return this.change(flags, (context) => updatePeriod(context, args.period, input), {
      show: (period) => this.showFields(periodFields(period)),
    })
  }
}
