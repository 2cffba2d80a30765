import {Args, Flags} from '@oclif/core'
import {withOptional} from '../../../src/cli/command/optional-argument.ts'
import {longEnough} from '../../../src/cli/command/uuids.ts'
import {WriteCommand, type Written} from '../../../src/cli/command/write-command.ts'
import {usage} from '../../../src/errors.ts'
import {counted} from '../../../src/formats/counted.ts'
import {lastImport, type UndoneImport, undoImport, wholeImport} from '../../../src/services/callbacks/imports.ts'

export default class CallbacksImportsUndo extends WriteCommand {
  static override summary = 'undo an import'
  static override description =
    'Deletes the requests that the import created. Requests that were changed, moved or closed since are kept, and listed.'
  static override examples = [
    `printf 'phoneNumber\\n0230210092\\n' | <%= config.bin %> callbacks import "Relances ventes" - --json --context demo | grep -om1 '[0-9a-f-]\\{36\\}' | xargs <%= config.bin %> <%= command.id %> --yes --context demo`,
  ]
  static override args = {
    run: Args.string({
      required: true,
      description: "id of the import, from 'callbacks imports', or its first 8 or more characters",
    }),
  }

  static override flags = {
    last: Flags.boolean({description: 'undo your own last import', exclusive: ['yes']}),
    list: Flags.string({description: 'with --last: into this list', helpValue: 'LIST', dependsOn: ['last']}),
  }

  async run(): Promise<Written<UndoneImport>> {
    const {args, flags} = await this.parse(
      this.argv.includes('--last') ? withOptional(CallbacksImportsUndo, 'run') : CallbacksImportsUndo,
    )
    if (args.run !== undefined && flags.last) throw usage('either RUN or --last says which import to undo')
    const only = flags.list === undefined ? {} : {list: flags.list}
    const run =
      args.run === undefined ? await this.read(flags, (context) => lastImport(context, only)) : longEnough(args.run)
    return this.change(flags, async (context) => undoImport(context, await wholeImport(context, run)), {
      ask: ({result}) =>
        `delete ${counted(result.deleted, 'callback request')} that the import ${result.run.uuid} brought?`,
      show: ({deleted, kept, run}) => {
        const verb = flags['dry-run'] ? 'would undo' : 'undid'
        this.log(`${verb} ${deleted} of ${run.imported} callback requests of list '${run.listName}'`)
        if (kept.length > 0) this.note(`changed since, and kept: ${kept.join(', ')}`)
      },
    })
  }
}
