import {Args} from '@oclif/core'
import type {Written} from '../../src/cli/command/write-command.ts'
import {sectionsFlag, siteIn} from '../../src/cli/site/document.ts'
import {SiteWriteCommand} from '../../src/cli/site/site-command.ts'
import {applySite} from '../../src/services/site/site.ts'

export default class SiteApply extends SiteWriteCommand {
  static override summary = "change a XiVO to match a file written by 'site export'"
  static override description =
    `Shows the plan and asks, then makes exactly these changes in one transaction: all or none. What the file does not name stays as it is, unless --delete-missing names its section. If the file does not fit this XiVO, the problems are listed with their places in the file, and nothing is changed. 'undo --last' undoes it, unless a list with more than 10,000 requests was deleted.`
  static override examples = [
    '<%= config.bin %> site export --context demo | <%= config.bin %> <%= command.id %> - --yes --context demo',
    '<%= config.bin %> site export --only periods --context demo | <%= config.bin %> <%= command.id %> - --dry-run --context demo',
  ]
  static override args = {
    file: Args.string({required: true, description: "file written by 'site export'; - is standard input"}),
  }
  static override flags = {
    'delete-missing': sectionsFlag('delete what the file does not name in these sections, which the file must have'),
  }

  async run(): Promise<Written<object>> {
    const {args, flags} = await this.parse(SiteApply)
    this.requireConsent(flags)
    const {'delete-missing': deleteMissing = []} = flags
    const site = await siteIn(args.file)
    return this.makeAs(flags, args.file, (context) => applySite(context, site, {deleteMissing}))
  }
}
