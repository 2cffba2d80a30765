import {periodArg} from '../../../src/cli/arguments.ts'
import {BaseCommand} from '../../../src/cli/base-command.ts'
import {yesFlag} from '../../../src/cli/confirm.ts'
import {deletePeriod, type Period} from '../../../src/services/periods.ts'

export default class CallbacksPeriodsDelete extends BaseCommand {
  static override summary = 'delete a preferred period that no request has'
  static override examples = [
    '<%= config.bin %> callbacks periods create Nuit --start 20:00 --end 22:00 --context demo && <%= config.bin %> <%= command.id %> Nuit --yes --context demo',
  ]
  static override args = periodArg
  static override flags = {yes: yesFlag}

  async run(): Promise<Period> {
    const {args, flags} = await this.parse(CallbacksPeriodsDelete)
    await this.confirm(flags, `delete the period '${args.period}'?`)
    const period = await this.write(flags, (context) => deletePeriod(context, args.period))
    this.log(`deleted the period '${period.name}'`)
    return period
  }
}
