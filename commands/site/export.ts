import {Args, Flags} from '@oclif/core'
import {withOutputFile} from '../../src/cli/command/output-file.ts'
import {ReadCommand} from '../../src/cli/command/read-command.ts'
import {sectionsFlag} from '../../src/cli/site/document.ts'
import {shortSite, writeSiteJson, writeSiteYaml} from '../../src/formats/site-text.ts'
import {exportSite} from '../../src/services/site/site.ts'

export default class SiteExport extends ReadCommand {
  static override summary = 'write rights, callback lists, periods and dissuasions as one YAML file'
  static override description =
    `The file names everything by its name, in a stable order: keep it in git, compare it with 'site diff', and apply it to a XiVO with 'site apply'. It holds no customer's data and no password. What has no unique name is listed in comments, or with --format json on stderr.`
  static override examples = [
    '<%= config.bin %> <%= command.id %> --context demo',
    '<%= config.bin %> <%= command.id %> xivo.yaml --only dissuasions --context demo',
  ]
  static override args = {file: Args.string({description: 'file to write; standard output by default'})}
  static override flags = {
    only: sectionsFlag('write only these sections'),
    format: Flags.option({options: ['yaml', 'json'] as const, default: 'yaml', description: 'format of the file'})(),
  }

  async run(): Promise<object> {
    const {args, flags} = await this.parse(SiteExport)
    const {document, remarks} = await this.read(flags, (context) => exportSite(context, flags.only))
    const written = flags.format === 'json' ? writeSiteJson(document) : writeSiteYaml(document, remarks)
    const path = args.file ?? '-'
    if (path !== '-' || !this.jsonEnabled()) await withOutputFile(path, async (sink) => void sink.write(written))
    if (flags.format === 'json' || (path === '-' && this.jsonEnabled())) {
      for (const {section, text} of remarks) this.note(`not in ${section}: ${text}`)
    }
    if (path !== '-') this.note(`written: ${path}`)
    return this.jsonEnabled() ? shortSite(document) : {}
  }
}
