import {periodArg} from '../../../src/cli/command/arguments.ts'
import {WriteCommand, type Written} from '../../../src/cli/command/write-command.ts'
import {deletePeriod, type Period} from '../../../src/services/callbacks/periods.ts'

export default class CallbacksPeriodsDelete extends WriteCommand {
  static override summary = 'delete a preferred period that no request uses'
  static override examples = [
    '<%= config.bin %> callbacks periods create Nuit --start 20:00 --end 22:00 --context demo && <%= config.bin %> <%= command.id %> Nuit --yes --context demo',
  ]
  static override args = periodArg

  async run(): Promise<Written<Period>> {
    const {args, flags} = await this.parse(CallbacksPeriodsDelete)
    return this.change(flags, (context) => deletePeriod(context, args.period), {
      ask: ({result}) => `delete the period '${result.name}'?`,
    })
  }
}
