import {periodArg} from '../../../src/cli/command/arguments.ts'
import {WriteCommand, type Written} from '../../../src/cli/command/write-command.ts'
import {type Period, setDefaultPeriod} from '../../../src/services/callbacks/periods.ts'

export default class CallbacksPeriodsSetDefault extends WriteCommand {
  static override summary = 'make a period the default one'
  static override examples = ['<%= config.bin %> <%= command.id %> Matin --context demo']
  static override args = periodArg

  async run(): Promise<Written<Period>> {
    const {args, flags} = await this.parse(CallbacksPeriodsSetDefault)
    return this.change(flags, (context) => setDefaultPeriod(context, args.period), {
      show: ({name}) => this.log(`'${name}' is the default period`),
    })
  }
}
