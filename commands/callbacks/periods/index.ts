import type {Documents} from '../../../src/cli/answers.ts'
import {listFlags} from '../../../src/cli/list-flags.ts'
import {periodColumns} from '../../../src/cli/periods-view.ts'
import {ReadCommand} from '../../../src/cli/read-command.ts'
import {listPeriods, type Period} from '../../../src/services/periods.ts'

export default class CallbacksPeriods extends ReadCommand {
  static override summary = 'list the preferred periods'
  static override examples = ['<%= config.bin %> <%= command.id %> --context demo']
  static override flags = listFlags

  async run(): Promise<Documents<Period[]>> {
    const {flags} = await this.parse(CallbacksPeriods)
    return this.list(flags, listPeriods, {columns: periodColumns, id: ({name}) => name})
  }
}
