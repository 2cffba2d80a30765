import {Flags} from '@oclif/core'
import {WriteCommand, type Written} from '../../src/cli/command/write-command.ts'
import {counted} from '../../src/formats/counted.ts'
import {type PurgedHistory, purgeHistory} from '../../src/services/history.ts'

export default class HistoryPurge extends WriteCommand {
  static override summary = 'delete old changes from the history for good'
  static override description =
    'Every write already deletes changes older than the setting historyDays (365). This command deletes newer ones as well, but none of the last 30 days.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> --before -90d --dry-run --context demo',
    '<%= config.bin %> <%= command.id %> --before 2026-01-01 --yes --context demo',
  ]
  static override flags = {
    before: Flags.string({
      required: true,
      description: 'delete changes before this moment: 2026-01-01, -90d, -1y',
      helpValue: 'WHEN',
    }),
  }

  async run(): Promise<Written<PurgedHistory>> {
    const {flags} = await this.parse(HistoryPurge)
    return this.change<PurgedHistory>(flags, (context) => purgeHistory(context, flags.before), {
      ask: ({result}) => `delete ${counted(result.changes, 'change')} for good?`,
      show: ({changes}) => this.log(`${flags['dry-run'] ? 'would delete' : 'deleted'} ${counted(changes, 'change')}`),
    })
  }
}
