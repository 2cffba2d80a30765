import {Args} from '@oclif/core'
import type {Documents} from '../../src/cli/command/answers.ts'
import {changeText, fieldLines} from '../../src/cli/command/change-view.ts'
import {ReadCommand} from '../../src/cli/command/read-command.ts'
import {whoText} from '../../src/cli/history/view.ts'
import {contextsFlag} from '../../src/cli/list/list-flags.ts'
import {localTime} from '../../src/formats/times.ts'
import {showChange, type WholeEntry} from '../../src/services/history.ts'

export default class HistoryShow extends ReadCommand {
  static override summary = 'show one change: what was asked, by whom, and what differs'
  static override examples = [
    `xivoctl rights set jbond --add-queue ventes --context demo && xivoctl history --ids --limit 1 --context demo | xargs <%= config.bin %> <%= command.id %> --context demo`,
  ]
  static override args = {
    change: Args.string({required: true, description: "id of the change, from 'history'"}),
  }
  static override flags = contextsFlag

  async run(): Promise<Documents<WholeEntry>> {
    const {args, flags} = await this.parse(HistoryShow)
    return this.describe(flags, (context) => showChange(context, args.change), {
      fields: (entry) => ({
        change: entry.id,
        at: entry.at === undefined ? undefined : localTime(new Date(entry.at)),
        by: whoText(entry),
        asked: entry.asked,
        run: entry.run,
        what: changeText(entry.change),
        ...fieldLines(entry.change),
        requests: entry.requests?.length,
        undoes: entry.undoes,
        'undone by': entry.undoneBy,
      }),
      document: (entry) => entry,
    })
  }
}
