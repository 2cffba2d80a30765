import type {Written} from '../../../src/cli/command/write-command.ts'
import {fromFlag, SiteWriteCommand} from '../../../src/cli/site/site-command.ts'
import {applySite} from '../../../src/services/site/site.ts'

export default class CallbacksListsSet extends SiteWriteCommand {
  static override summary = 'create callback lists, or change their queues, from a CSV file'
  static override description =
    "Reads the CSV that 'callbacks lists' prints, after you have edited it: the columns name and queue are required. A list that does not exist is created; lists that the file does not name stay as they are. Shows the plan and asks; all rows are set, or none."
  static override examples = [
    '<%= config.bin %> callbacks lists --csv --context demo | <%= config.bin %> <%= command.id %> --from - --yes --context demo',
  ]
  static override flags = {from: fromFlag('callbacks lists')}

  async run(): Promise<Written<object>> {
    const {flags} = await this.parse(CallbacksListsSet)
    return this.setSection(flags, applySite, 'callbackLists', flags.from)
  }
}
