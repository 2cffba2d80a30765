import {Flags} from '@oclif/core'
import {importListing} from '../../../src/cli/callbacks/imports-view.ts'
import type {Documents} from '../../../src/cli/command/answers.ts'
import {ReadCommand} from '../../../src/cli/command/read-command.ts'
import {listFlags} from '../../../src/cli/list/list-flags.ts'
import {type ImportRun, listImports} from '../../../src/services/callbacks/imports.ts'

export default class CallbacksImports extends ReadCommand {
  static override summary = 'list the imports in the ledger, newest first'
  static override examples = ['<%= config.bin %> <%= command.id %> --context demo']
  static override flags = {
    list: Flags.string({description: 'show only imports into this list', helpValue: 'LIST'}),
    ...listFlags,
  }

  async run(): Promise<Documents<ImportRun[]>> {
    const {flags} = await this.parse(CallbacksImports)
    const only = flags.list === undefined ? {} : {list: flags.list}
    return this.list(flags, (context) => listImports(context, only), importListing)
  }
}
