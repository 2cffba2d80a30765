import type {Documents} from '../../src/cli/command/answers.ts'
import {ReadCommand} from '../../src/cli/command/read-command.ts'
import {stateText} from '../../src/cli/dissuasion/view.ts'
import {listFlags} from '../../src/cli/list/list-flags.ts'
import {destinationText} from '../../src/services/dissuasion/destinations.ts'
import {type ExplainedDissuasion, listDissuasions} from '../../src/services/dissuasion/dissuasion.ts'

export default class DissuasionList extends ReadCommand {
  static override summary =
    'list where each queue sends its callers when no agent can answer; broken destinations are marked'
  static override description =
    'The dissuasion is "No answer -> Fail" in XiVO\'s form of a queue. "none" means that callers hear nothing. A destination that is neither a sound nor a queue is shown as XiVO names it. For a queue that its schedule currently closes, the list says so, and where its callers go.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> --context demo',
    '<%= config.bin %> <%= command.id %> --context demo --csv',
  ]
  static override flags = listFlags

  async run(): Promise<Documents<ExplainedDissuasion[]>> {
    const {flags} = await this.parse(DissuasionList)
    return this.list(flags, listDissuasions, {
      columns: {id: ({id}) => id, queue: ({name}) => name, destination: destinationText, state: stateText},
      names: {name: 'queue', dissuasion: 'destination'},
      id: ({name}) => name,
    })
  }
}
