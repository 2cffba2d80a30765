import {Flags} from '@oclif/core'
import {BaseCommand} from '../../src/cli/base-command.ts'
import {yesFlag} from '../../src/cli/confirm.ts'
import {erasedCount, erasureColumns} from '../../src/cli/erasure-view.ts'
import {type PurgedRequests, purgeCallbacks} from '../../src/services/callbacks-erasure.ts'

export default class CallbacksPurge extends BaseCommand {
  static override summary = 'delete closed callback requests that are older than a day, for good'
  static override description =
    'Deletes requests that were closed before the day and that nobody has touched since; ongoing ones stay, however old. Shows what would go, and asks.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> --closed-before 2026-01-01 --dry-run --context demo',
    '<%= config.bin %> <%= command.id %> --closed-before 2026-01-01 --list "Relances ventes" --yes --context demo',
  ]
  static override flags = {
    'closed-before': Flags.string({
      required: true,
      description: 'the first day whose requests stay',
      helpValue: 'YYYY-MM-DD',
    }),
    list: Flags.string({description: 'only of this callback list, by name or uuid', helpValue: 'LIST'}),
    'dry-run': Flags.boolean({description: 'only show what would be deleted'}),
    yes: yesFlag,
  }

  async run(): Promise<PurgedRequests> {
    const {flags} = await this.parse(CallbacksPurge)
    const {list, 'closed-before': day} = flags
    const purge = (dryRun: boolean) =>
      this.write(flags, (context) => purgeCallbacks(context, day, {dryRun, ...(list !== undefined && {list})}))
    const plan = await purge(true)
    this.show(plan.lists, erasureColumns, {empty: `no request was closed before ${day}`})
    if (plan.undated > 0) this.note(`${plan.undated} closed ones do not tell since when: they stay`)
    if (flags['dry-run'] || plan.closed === 0) return plan
    await this.confirm(flags, `delete ${erasedCount(plan)} for good?`)
    const purged = await purge(false)
    this.note(`deleted ${erasedCount(purged)}`)
    return purged
  }
}
