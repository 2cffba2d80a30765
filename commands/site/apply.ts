import {Args} from '@oclif/core'
import {requireTerminal} from '../../src/cli/command/confirm.ts'
import {WriteCommand, type Written} from '../../src/cli/command/write-command.ts'
import {ofFile, sectionsFlag, siteIn} from '../../src/cli/site/document.ts'
import {applySite} from '../../src/services/site/site.ts'

export default class SiteApply extends WriteCommand {
  static override summary = "make a XiVO as a file of 'site export' says"
  static override description =
    `Shows the plan and asks, then makes exactly these changes in one transaction: all or none. What the file does not name stays as it is; --delete-missing deletes it, section by section. Names that this XiVO does not have are all listed with their place in the file before anything is written. 'undo --last' takes it back.`
  static override examples = [
    '<%= config.bin %> site export --context demo | <%= config.bin %> <%= command.id %> - --yes --context demo',
    '<%= config.bin %> site export --only periods --context demo | <%= config.bin %> <%= command.id %> - --dry-run --context demo',
  ]
  static override args = {
    file: Args.string({required: true, description: "file of 'site export'; - is standard input"}),
  }
  static override flags = {
    'delete-missing': sectionsFlag('delete what these sections do not name'),
  }

  async run(): Promise<Written<object>> {
    const {args, flags} = await this.parse(SiteApply)
    const {yes, 'dry-run': dryRun, 'delete-missing': deleteMissing = []} = flags
    if (!dryRun && !yes)
      requireTerminal(
        'site apply asks for confirmation, and there is no terminal to ask on',
        'add --yes to confirm, or --dry-run to see the plan',
      )
    const site = await siteIn(args.file)
    return ofFile(args.file, () =>
      this.change(flags, (context) => applySite(context, site, {deleteMissing}), {
        ask: ({changes}) => (changes.length === 1 ? 'make this change?' : `make these ${changes.length} changes?`),
        wholePlan: true,
        unchanged: () => 'this XiVO matches the file',
      }),
    )
  }
}
