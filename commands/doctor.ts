import {Flags} from '@oclif/core'
import type {Documents} from '../src/cli/command/answers.ts'
import type {ServerFlags} from '../src/cli/command/base-command.ts'
import {changedLines} from '../src/cli/command/change-view.ts'
import {agreed, requireTerminal, yesFlag} from '../src/cli/command/confirm.ts'
import {ReadCommand, type ReadFlags} from '../src/cli/command/read-command.ts'
import {dryRunFlag, rehearsed} from '../src/cli/command/write-command.ts'
import {boxedColumns, findingColumns, remedyLines, shortened, verdict} from '../src/cli/doctor/view.ts'
import {listFlags} from '../src/cli/list/list-flags.ts'
import type {ListFlags} from '../src/cli/list/listing.ts'
import type {Change} from '../src/formats/changes.ts'
import {originalAddress} from '../src/original/address.ts'
import {
  applyFix,
  type Diagnosis,
  diagnose,
  gravest,
  offeredFixes,
  withoutSettings,
} from '../src/services/doctor/doctor.ts'
import {oneContext} from '../src/settings/load.ts'
import {severalContexts} from '../src/settings/several.ts'

export default class Doctor extends ReadCommand {
  static override summary = 'find problems, and show how to fix them'
  static override description =
    `Checks the settings (and shows where each comes from), the connection, the clock, XiVO's tables, xivoctl's own tables, the grants of the role, the sound directory, and whether XiVO's own configuration server still answers while xivoctl's tables hold data. Also finds rights, lists and dissuasions of queues, groups, incalls and users that were deleted in XiVO, ambiguous logins, and overdue callbacks. For each finding it shows why it matters, and how to fix it.
Changes nothing without --fix. With --fix it offers the fixes that need no decision: it creates or upgrades xivoctl's own tables, makes the only period the default, and deletes rights on objects, and profiles of users, that no longer exist in XiVO. It never changes customers' data.
Exits 0 when there are no faults, only warnings; else with the code of the most serious fault: 2 settings, 5 grants, 6 database or disk, 7 two configuration servers, or a row that breaks XiVO's query.`
  static override examples = [
    '<%= config.bin %> <%= command.id %> --context demo',
    '<%= config.bin %> <%= command.id %> --context demo --json',
    '<%= config.bin %> <%= command.id %> --context demo --fix --yes',
  ]
  static override flags = {
    ...listFlags,
    original: Flags.string({
      description: "address of XiVO's own configuration server",
      default: '127.0.0.1:9100',
      helpValue: 'HOST:PORT',
    }),
    fix: Flags.boolean({description: 'fix what is safe to fix; ask before each fix'}),
    'dry-run': {...dryRunFlag, description: `with --fix: ${dryRunFlag.description}`, dependsOn: ['fix']},
    yes: {...yesFlag, description: 'with --fix: make all the fixes without asking', dependsOn: ['fix']},
  }

  async run(): Promise<Documents<Diagnosis & {mended?: string[]}>> {
    const {flags} = await this.parse(Doctor)
    if (flags.fix && severalContexts(flags, process.env)) throw oneContext(flags.context ?? '--all-contexts')
    if (flags.fix && !flags.yes && !flags['dry-run'])
      requireTerminal(
        '--fix asks before each fix, and there is no terminal to ask on',
        'add --yes to make all the fixes without being asked, or --dry-run to see them',
      )
    const {document, found} = await this.look(flags)
    const mended = flags.fix ? await this.mend(found, flags) : {names: [], changes: []}
    const left = mended.names.length > 0 && !flags['dry-run'] ? (await this.look(flags)).found : found
    this.setExitCode(gravest(left))
    if (!flags.fix) return document
    const fixed = {...left, mended: mended.names}
    return flags['dry-run'] ? rehearsed(fixed, mended.changes) : fixed
  }

  private async look(flags: ReadFlags & ListFlags & {original: string}) {
    const original = originalAddress(flags.original)
    const found: Diagnosis = {findings: []}
    const boxed = this.showsTable(flags) && process.stdout.isTTY && flags.columns === undefined
    const document = await this.listWithin(flags, (context) => diagnose(context, {original}), {
      otherwise: withoutSettings,
      rows: ({findings}) => (this.showsTable(flags) ? shortened(findings) : findings),
      columns: boxed ? boxedColumns : findingColumns,
      names: {what: 'finding'},
      id: ({check}) => check,
      document: (findings): Diagnosis => ({findings}),
      told: (all) => {
        found.findings = all.flatMap(({findings}) => findings)
        if (boxed) for (const line of remedyLines(shortened(found.findings))) this.log(line)
        this.note(verdict(found))
      },
    })
    return {document, found}
  }

  private async mend(found: Diagnosis, flags: ServerFlags & {yes: boolean; 'dry-run': boolean}) {
    const mended: {names: string[]; changes: Change[]} = {names: [], changes: []}
    const offered = offeredFixes(found)
    if (offered.length > 0) this.announce(flags)
    else if (found.findings.some(({ok}) => !ok)) this.note('--fix cannot fix any of these: each needs your decision')
    const dryRun = flags['dry-run']
    for (const {fix, does} of offered) {
      if (!dryRun && !(await agreed(`${does}?`, flags))) continue
      const changed = await this.write(flags, (context) => applyFix({...context, dryRun}, fix))
      for (const line of changedLines(changed, {planned: dryRun})) this.note(line)
      mended.names.push(fix)
      mended.changes.push(...changed.changes)
    }
    return mended
  }
}
