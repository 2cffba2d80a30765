import {Flags} from '@oclif/core'
import type {Documents} from '../../src/cli/command/answers.ts'
import {ReadCommand} from '../../src/cli/command/read-command.ts'
import {historyListing} from '../../src/cli/history/view.ts'
import {listFlags} from '../../src/cli/list/list-flags.ts'
import {changeKinds} from '../../src/formats/changes.ts'
import {type HistoryEntry, LISTED_CHANGES, listHistory} from '../../src/services/history.ts'

export default class History extends ReadCommand {
  static override summary = 'list what was changed, when and by whom, newest first'
  static override description =
    `Lists every change that was made with xivoctl or its REST API. A dissuasion that differs from what the last of these changes left is shown as "changed elsewhere": somebody changed it in XiVO's web interface.
'xivoctl undo ID' undoes a change; 'xivoctl history show ID' shows all of it.`
  static override examples = [
    '<%= config.bin %> <%= command.id %> --context demo',
    '<%= config.bin %> <%= command.id %> --since yesterday --context demo',
    '<%= config.bin %> <%= command.id %> --queue sales --context demo',
    '<%= config.bin %> <%= command.id %> --kind rights --by root --csv --context demo',
  ]
  static override flags = {
    user: Flags.string({description: 'only the rights of this user', helpValue: 'LOGIN'}),
    queue: Flags.string({
      description: 'only the dissuasion of this queue, and its other destinations',
      helpValue: 'QUEUE',
    }),
    list: Flags.string({description: 'only this callback list and its imports', helpValue: 'LIST'}),
    request: Flags.string({description: 'only this callback request', helpValue: 'UUID'}),
    by: Flags.string({
      description: 'only changes by this user (USER or USER@HOST, also with sudo) or API token',
      helpValue: 'WHO',
    }),
    since: Flags.string({
      description: 'only from this moment on: 2026-11-28, "2026-11-28 14:30", yesterday, -3d, -2h',
      helpValue: 'WHEN',
    }),
    until: Flags.string({description: 'only before this moment', helpValue: 'WHEN'}),
    kind: Flags.string({description: `only changes of this kind: ${changeKinds.join(', ')}`, helpValue: 'KIND'}),
    run: Flags.string({description: 'only the changes of one command or request', helpValue: 'RUN-ID'}),
    limit: Flags.integer({
      min: 1,
      max: 1_000_000,
      default: LISTED_CHANGES,
      helpValue: 'N',
      description: 'show at most this many changes',
    }),
    ...listFlags,
  }

  async run(): Promise<Documents<HistoryEntry[]>> {
    const {flags} = await this.parse(History)
    const {user, queue, list, request, by, since, until, kind, run, limit} = flags
    const filter = {user, queue, list, request, by, since, until, kind, run, limit}
    return this.list(flags, (context) => listHistory(context, filter), {
      ...historyListing,
      told: (answers) => {
        if (answers.some((rows) => rows.filter(({id}) => id !== undefined).length === limit) && this.showsTable(flags))
          this.note(`the newest ${limit}; if there are more, a higher --limit shows them`)
      },
    })
  }
}
