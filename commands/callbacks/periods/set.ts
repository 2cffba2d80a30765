import type {Written} from '../../../src/cli/command/write-command.ts'
import {fromFlag, SiteWriteCommand} from '../../../src/cli/site/site-command.ts'
import {applySite} from '../../../src/services/site/site.ts'

export default class CallbacksPeriodsSet extends SiteWriteCommand {
  static override summary = 'create preferred periods, or change their times and the default, from a CSV file'
  static override description =
    "Reads the CSV that 'callbacks periods' prints, after you have edited it: the column name is required; 'yes' in the column default makes a period the default. A period that does not exist is created, and needs start and end; periods that the file does not name stay as they are. Shows the plan and asks; all rows are set, or none."
  static override examples = [
    '<%= config.bin %> callbacks periods --csv --context demo | <%= config.bin %> <%= command.id %> --from - --yes --context demo',
  ]
  static override flags = {from: fromFlag('callbacks periods')}

  async run(): Promise<Written<object>> {
    const {flags} = await this.parse(CallbacksPeriodsSet)
    return this.setSection(flags, applySite, 'periods', flags.from)
  }
}
