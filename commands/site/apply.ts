import {Args} from '@oclif/core'
import {requireTerminal} from '../../src/cli/command/confirm.ts'
import {WriteCommand, type Written} from '../../src/cli/command/write-command.ts'
import {ofFile, sectionsFlag, siteIn} from '../../src/cli/site/document.ts'
import {applySite} from '../../src/services/site/site.ts'

export default class SiteApply extends WriteCommand {
  static override summary = "change a XiVO to match a file written by 'site export'"
  static override description =
    `Shows the plan and asks, then makes exactly these changes in one transaction: all or none. What the file does not name stays as it is, unless --delete-missing names its section. If the file does not fit this XiVO, the problems are listed with their places in the file, and nothing is changed. 'undo --last' takes it back, unless a list with more than 10,000 requests was deleted.`
  static override examples = [
    '<%= config.bin %> site export --context demo | <%= config.bin %> <%= command.id %> - --yes --context demo',
    '<%= config.bin %> site export --only periods --context demo | <%= config.bin %> <%= command.id %> - --dry-run --context demo',
  ]
  static override args = {
    file: Args.string({required: true, description: "file written by 'site export'; - is standard input"}),
  }
  static override flags = {
    'delete-missing': sectionsFlag('delete what the file does not name in these sections, which it must have'),
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
