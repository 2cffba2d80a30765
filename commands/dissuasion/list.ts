import {BaseCommand, csvFlag} from '../../src/cli/base-command.ts'
import {destinationText, stateText} from '../../src/cli/dissuasion-view.ts'
import {type ExplainedDissuasion, listDissuasions} from '../../src/services/dissuasion.ts'

export default class DissuasionList extends BaseCommand {
  static override summary =
    'list where each queue sends its callers when nobody can answer; broken destinations are marked'
  static override description =
    'This is the case "No answer -> Fail" of the queue form. "none" leaves callers nothing. A destination that is neither a sound nor a queue is shown in XiVO\'s own words.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> --context demo',
    '<%= config.bin %> <%= command.id %> --context demo --csv',
  ]
  static override flags = {csv: csvFlag}

  async run(): Promise<ExplainedDissuasion[]> {
    const {flags} = await this.parse(DissuasionList)
    const listed = await this.read(flags, listDissuasions)
    this.show(
      listed,
      {id: ({id}) => id, queue: ({name}) => name, destination: destinationText, state: stateText},
      flags,
    )
    return listed
  }
}
