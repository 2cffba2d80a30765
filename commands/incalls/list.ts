import type {Documents} from '../../src/cli/command/answers.ts'
import {ReadCommand} from '../../src/cli/command/read-command.ts'
import {listFlags} from '../../src/cli/list/list-flags.ts'
import {type Incall, listIncalls} from '../../src/services/incalls.ts'

export default class IncallsList extends ReadCommand {
  static override summary = 'list the incalls: the numbers that can be called from outside'
  static override examples = [
    '<%= config.bin %> <%= command.id %> --context demo',
    '<%= config.bin %> <%= command.id %> --ids --context demo',
  ]
  static override flags = listFlags

  async run(): Promise<Documents<Incall[]>> {
    const {flags} = await this.parse(IncallsList)
    return this.list(flags, listIncalls, {
      columns: {
        id: ({id}) => id,
        exten: ({exten}) => exten,
        context: ({context}) => context,
      },
      id: ({id, exten, context}) => (exten === undefined ? `id:${id}` : `${exten}@${context}`),
    })
  }
}
