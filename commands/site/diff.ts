import {Args, Flags} from '@oclif/core'
import {changeText} from '../../src/cli/command/change-view.ts'
import {DIFFERS} from '../../src/cli/command/exit-codes.ts'
import {ReadCommand} from '../../src/cli/command/read-command.ts'
import {escapeControls} from '../../src/cli/escapes.ts'
import {ofFile, sectionsFlag, siteIn} from '../../src/cli/site/document.ts'
import {usage} from '../../src/errors.ts'
import type {Change} from '../../src/formats/changes.ts'
import {asRead} from '../../src/formats/site-yaml.ts'
import {diffSite, exportSite} from '../../src/services/site/site.ts'

export default class SiteDiff extends ReadCommand {
  static override summary = "compare a XiVO with a file written by 'site export', or with another XiVO"
  static override description =
    `Shows what 'site apply' would change, old ${'\u2192'} new. Exits 0 if nothing differs, 10 if something does. What the file does not name is not compared, unless --delete-missing names its section.`
  static override examples = [
    '<%= config.bin %> site export --context demo | <%= config.bin %> <%= command.id %> - --context demo',
  ]
  static override args = {file: Args.string({description: "file written by 'site export'; - is standard input"})}
  static override flags = {
    with: Flags.string({
      description: 'show what would make the XiVO of --context like the one of this context',
      helpValue: 'CONTEXT',
    }),
    'delete-missing': sectionsFlag(
      'also show what would be deleted because the file does not name it in these sections',
    ),
  }

  async run(): Promise<{changes: Change[]}> {
    const {args, flags} = await this.parse(SiteDiff)
    if ((args.file === undefined) === (flags.with === undefined)) throw usage('give either FILE or --with CONTEXT')
    const deleteMissing = flags['delete-missing'] ?? []
    const path = args.file ?? '-'
    const site =
      flags.with === undefined
        ? await siteIn(path)
        : asRead((await this.read({...flags, context: flags.with}, (context) => exportSite(context))).document)
    const changes = await ofFile(flags.with ?? path, () =>
      this.read(flags, (context) => diffSite(context, site, {deleteMissing})),
    )
    for (const change of changes) this.log(escapeControls(changeText(change, {planned: true})))
    if (changes.length > 0) process.exitCode = DIFFERS
    else this.note('nothing differs')
    return {changes}
  }
}
