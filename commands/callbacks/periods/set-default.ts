import {periodArg} from '../../../src/cli/arguments.ts'
import {BaseCommand} from '../../../src/cli/base-command.ts'
import {type Period, setDefaultPeriod} from '../../../src/services/periods.ts'

export default class CallbacksPeriodsSetDefault extends BaseCommand {
  static override summary = 'make a period the one of requests that name none'
  static override examples = ['<%= config.bin %> <%= command.id %> Matin --context demo']
  static override args = periodArg

  async run(): Promise<Period> {
    const {args, flags} = await this.parse(CallbacksPeriodsSetDefault)
    const period = await this.write(flags, (context) => setDefaultPeriod(context, args.period))
    this.log(`'${period.name}' is the default period`)
    return period
  }
}
