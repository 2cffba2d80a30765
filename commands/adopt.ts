import {Flags} from '@oclif/core'
import {adoptListing, adoptRemarks, adoptSentence} from '../src/cli/adopt/view.ts'
import type {ServerFlags} from '../src/cli/command/base-command.ts'
import {requireTerminal} from '../src/cli/command/confirm.ts'
import {PARTIAL_IMPORT} from '../src/cli/command/exit-codes.ts'
import {showStatus} from '../src/cli/command/progress.ts'
import {problemLines} from '../src/cli/command/report.ts'
import {WriteCommand, type Written} from '../src/cli/command/write-command.ts'
import {writtenRowFlags} from '../src/cli/list/list-flags.ts'
import type {ListFlags} from '../src/cli/list/listing.ts'
import {originalAddress} from '../src/original/address.ts'
import type {Original} from '../src/original/client.ts'
import {adopt, type Holdings, readOriginal} from '../src/services/adopt/adopt.ts'
import type {Adoption} from '../src/services/adopt/adoption.ts'
import {loadOriginalToken} from '../src/settings/original.ts'

export default class Adopt extends WriteCommand {
  static override summary = "copy profiles, rights and callbacks from XiVO's own configuration server"
  static override description =
    `Reads users' rights, callback lists, ongoing requests and their periods from the API of that server (the original), and writes them into xivoctl's own tables in one transaction. Shows the plan and asks first. Never writes to the original.
Can be repeated: uuids are kept, and nothing is copied twice. A request is updated from the original as long as it has not been changed in xivoctl. Profiles, periods and lists that differ keep their values in xivoctl, unless --overwrite is given.
Closed requests, and periods that no request uses, are not copied, because the original's API does not show them.
The token of the original comes from --token-file or XIVOCTL_ORIGINAL_TOKEN.`
  static override examples = [
    'XIVOCTL_TOKEN=0123456789abcdef <%= config.bin %> serve --port 9101 --context demo & sleep 3; XIVOCTL_ORIGINAL_TOKEN=0123456789abcdef <%= config.bin %> <%= command.id %> --from 127.0.0.1:9101 --dry-run --context demo; kill $!',
  ]
  static override flags = {
    from: Flags.string({
      required: true,
      description: 'address of the original: HOST:PORT, or the URL of its API, …/configmgt/api/1.0',
      helpValue: 'URL',
    }),
    'token-file': Flags.string({description: "file that holds the original's token", helpValue: 'FILE'}),
    partial: Flags.boolean({description: 'leave out data that do not fit this XiVO; exit 9 if there are any'}),
    overwrite: Flags.boolean({description: 'replace profiles, periods and lists that differ from the original'}),
    ...writtenRowFlags,
  }

  async run(): Promise<Written<Adoption>> {
    const {flags} = await this.parse(Adopt)
    const original = {base: originalAddress(flags.from), token: loadOriginalToken(process.env, flags['token-file'])}
    const {partial, overwrite, yes, 'dry-run': dryRun} = flags
    if (!dryRun && !yes)
      requireTerminal(
        'adopt asks for confirmation, and there is no terminal to ask on',
        'add --yes to confirm, or --dry-run to see the plan',
      )
    const holdings = await this.readAll(flags, original)
    const rows = this.rowsAsAsked({...adoptListing, empty: 'the original has nothing'}, flags)
    return this.change(flags, (context) => adopt(context, holdings, {partial, overwrite}), {
      ask: () => `copy these from ${original.base}?`,
      showPlan: async (plan) => {
        await rows(plan.items)
        this.tellAdoption(plan, flags, {dryRun: true})
      },
      show: async (adoption) => {
        await rows(adoption.items)
        this.tellAdoption(adoption, flags, {dryRun})
      },
    })
  }

  private async readAll(flags: ServerFlags, original: Original): Promise<Holdings> {
    const status = showStatus()
    try {
      return await this.write(flags, (context) => readOriginal(context, original, {onProgress: status.update}))
    } finally {
      status.end()
    }
  }

  private tellAdoption(adoption: Adoption, flags: ListFlags, how: {dryRun: boolean}): void {
    if (this.showsTable(flags)) this.log(adoptSentence(adoption, how))
    else this.note(adoptSentence(adoption, how))
    for (const remark of adoptRemarks(adoption)) this.note(remark)
    if (adoption.errors) {
      process.exitCode = PARTIAL_IMPORT
      this.note(...problemLines(adoption.errors))
    }
  }
}
