import {Flags} from '@oclif/core'
import {BaseCommand, csvFlag} from '../../../src/cli/base-command.ts'
import {importColumns} from '../../../src/cli/imports-view.ts'
import {type ImportRun, listImports} from '../../../src/services/imports.ts'

export default class CallbacksImports extends BaseCommand {
  static override summary = 'list the imports of the last 30 days, the newest first'
  static override examples = ['<%= config.bin %> <%= command.id %> --context demo']
  static override flags = {
    list: Flags.string({description: 'only imports into this list', helpValue: 'LIST'}),
    csv: csvFlag,
  }

  async run(): Promise<ImportRun[]> {
    const {flags} = await this.parse(CallbacksImports)
    const only = flags.list === undefined ? {} : {list: flags.list}
    const runs = await this.read(flags, (context) => listImports(context, only))
    this.show(runs, importColumns, flags)
    return runs
  }
}
