import {BaseCommand, csvFlag} from '../../../src/cli/base-command.ts'
import {periodColumns} from '../../../src/cli/periods-view.ts'
import {listPeriods, type Period} from '../../../src/services/periods.ts'

export default class CallbacksPeriods extends BaseCommand {
  static override summary = 'list the preferred periods'
  static override examples = ['<%= config.bin %> <%= command.id %> --context demo']
  static override flags = {csv: csvFlag}

  async run(): Promise<Period[]> {
    const {flags} = await this.parse(CallbacksPeriods)
    const periods = await this.read(flags, listPeriods)
    this.show(periods, periodColumns, flags)
    return periods
  }
}
