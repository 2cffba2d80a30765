import {periodColumns} from '../../../src/cli/callbacks/periods-view.ts'
import type {Documents} from '../../../src/cli/command/answers.ts'
import {ReadCommand} from '../../../src/cli/command/read-command.ts'
import {listFlags} from '../../../src/cli/list/list-flags.ts'
import {listPeriods, type Period} from '../../../src/services/callbacks/periods.ts'

export default class CallbacksPeriods extends ReadCommand {
  static override summary = 'list the preferred periods of the day for calling back'
  static override examples = ['<%= config.bin %> <%= command.id %> --context demo']
  static override flags = listFlags

  async run(): Promise<Documents<Period[]>> {
    const {flags} = await this.parse(CallbacksPeriods)
    return this.list(flags, listPeriods, {
      columns: periodColumns,
      names: {periodStart: 'start', periodEnd: 'end'},
      id: ({name}) => name,
    })
  }
}
