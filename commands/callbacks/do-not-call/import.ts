import {addAbortSignal} from 'node:stream'
import {Args} from '@oclif/core'
import {badLineFlags, callListFlags, saidIn} from '../../../src/cli/callbacks/call-list-flags.ts'
import {objectionFlags} from '../../../src/cli/callbacks/do-not-call-view.ts'
import {openRejects} from '../../../src/cli/callbacks/rejects-file.ts'
import {PARTIAL_IMPORT} from '../../../src/cli/command/exit-codes.ts'
import {withInput} from '../../../src/cli/command/input.ts'
import {showProgress} from '../../../src/cli/command/progress.ts'
import {problemLines} from '../../../src/cli/command/report.ts'
import {WriteCommand, type Written} from '../../../src/cli/command/write-command.ts'
import {counted} from '../../../src/formats/counted.ts'
import {type DoNotCallReport, importDoNotCall} from '../../../src/services/callbacks/do-not-call-import.ts'

export default class CallbacksDoNotCallImport extends WriteCommand {
  static override summary = 'put the numbers of a spreadsheet or CSV file on the do-not-call list'
  static override description =
    `Reads the same files as 'callbacks import', and takes both numbers of each line; other columns are not kept. Imports the whole file or nothing, unless --partial is given, and lists the bad lines (the first 100; with --json, 10,000).`
  static override examples = [
    `printf 'Téléphone\\n04 65 71 09 38\\n' | <%= config.bin %> <%= command.id %> - --reason "refus 2025" --dry-run --context demo`,
  ]
  static override args = {
    file: Args.string({required: true, description: 'CSV file or workbook; - is standard input'}),
  }
  static override flags = {...objectionFlags, ...badLineFlags, ...callListFlags}

  async run(): Promise<Written<DoNotCallReport>> {
    const {args, flags} = await this.parse(CallbacksDoNotCallImport)
    const {queue, reason, since, partial} = flags
    const options = {queue, reason, since, partial, said: saidIn(flags)}
    return withInput(args.file, async (input) => {
      const rejects = flags.rejects === undefined ? undefined : await openRejects(flags.rejects)
      const progress = showProgress(input.size, flags)
      return this.change(
        flags,
        (context) => {
          const source = {...input, bytes: addAbortSignal(context.stop, input.bytes)}
          const own = {...(rejects && {rejects}), onProgress: progress.update}
          return importDoNotCall(context, source, {...options, ...own}).finally(progress.end)
        },
        {show: (report) => this.tell(report, flags)},
      )
    })
  }

  private tell(report: DoNotCallReport, {quiet, 'dry-run': dryRun}: {quiet: boolean; 'dry-run': boolean}): void {
    const {added, known, rejected, errors = [], repaired = 0, repairs = [], warnings = []} = report
    if (rejected > 0) {
      process.exitCode = PARTIAL_IMPORT
      this.note(`${counted(rejected, 'bad line')} left out`, ...problemLines(errors))
    }
    if (warnings.length > 0) this.note(counted(warnings.length, 'warning'), ...problemLines(warnings))
    if (repaired > 0 && !quiet) this.note(`${counted(repaired, 'number')} repaired`, ...problemLines(repairs))
    const there = known > 0 ? `; ${counted(known, 'number was', 'numbers were')} already on the list` : ''
    this.log(`${dryRun ? 'would add' : 'added'} ${counted(added, 'number')}${there}`)
  }
}
