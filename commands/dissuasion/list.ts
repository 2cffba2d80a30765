import type {Documents} from '../../src/cli/command/answers.ts'
import {ReadCommand} from '../../src/cli/command/read-command.ts'
import {dissuasionPage} from '../../src/cli/dissuasion/dissuasion-page.ts'
import {stateText} from '../../src/cli/dissuasion/view.ts'
import {listFlags} from '../../src/cli/list/list-flags.ts'
import {htmlFlag} from '../../src/cli/page/html-flag.ts'
import {localTime} from '../../src/formats/times.ts'
import {destinationText} from '../../src/services/dissuasion/destinations.ts'
import {type ExplainedDissuasion, listDissuasions} from '../../src/services/dissuasion/dissuasion.ts'
import {namesOfOthers} from '../../src/services/dissuasion/ways.ts'

export default class DissuasionList extends ReadCommand {
  static override summary =
    'list where each queue sends its callers when no agent can answer; broken destinations are marked'
  static override description =
    'The dissuasion is "No answer -> Fail" in XiVO\'s form of a queue. "none" means that callers hear nothing. A destination that is neither a sound nor a queue is shown as XiVO names it. If a schedule currently closes a queue, the list says so, and where its callers go. --html writes a page that shows, for each queue, what its callers hear, how long that takes, and where they end up when no queue on the way can answer them.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> --context demo',
    '<%= config.bin %> <%= command.id %> --context demo --csv',
    '<%= config.bin %> <%= command.id %> --html dissuasions.html --context demo',
  ]
  static override flags = {html: htmlFlag, ...listFlags}

  async run(): Promise<Documents<ExplainedDissuasion[]>> {
    const {flags} = await this.parse(DissuasionList)
    const {html} = flags
    if (html !== undefined) {
      const at = localTime(new Date())
      return this.writePage(
        flags,
        html,
        async (context) => ({list: await listDissuasions(context), names: await namesOfOthers(context)}),
        (all) => dissuasionPage(all, at),
        ({list}) => list,
      )
    }
    return this.list(flags, listDissuasions, {
      columns: {id: ({id}) => id, queue: ({name}) => name, destination: destinationText, state: stateText},
      more: {seconds: ({seconds}) => seconds},
      names: {name: 'queue', dissuasion: 'destination'},
      id: ({name}) => name,
    })
  }
}
