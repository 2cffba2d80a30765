import {Args, Flags} from '@oclif/core'
import {requireTerminal} from '../../../src/cli/command/confirm.ts'
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
  static override usage = '(IMPORT | --last [--list LIST]) [flags]'
  static override args = {
    import: Args.string({
      required: true,
      description: "id of the import, from 'callbacks imports', or its first 8 or more characters; or --last",
    }),
  }
  static override flags = {
    last: Flags.boolean({
      description: 'undo your own last import, after confirmation; cannot be combined with --yes',
      exclusive: ['yes'],
    }),
    list: Flags.string({
      description: 'with --last: undo the last import into this list',
      helpValue: 'LIST',
      dependsOn: ['last'],
    }),
  }

  async run(): Promise<Written<UndoneImport>> {
    const {args, flags} = await this.parse(
      this.argv.includes('--last') ? withOptional(CallbacksImportsUndo, 'import') : CallbacksImportsUndo,
    )
    if (args.import !== undefined && flags.last) throw usage('give either IMPORT or --last')
    if (flags.last && !flags['dry-run']) {
      requireTerminal(
        'callbacks imports undo --last asks for confirmation, and there is no terminal to ask on',
        "in a script, use --yes with an id that 'callbacks imports' shows",
      )
    }
    const only = flags.list === undefined ? {} : {list: flags.list}
    const id =
      args.import === undefined
        ? await this.read(flags, (context) => lastImport(context, only))
        : longEnough(args.import)
    return this.change(flags, async (context) => undoImport(context, await wholeImport(context, id)), {
      ask: ({result}) => `delete ${counted(result.deleted, 'callback request')} of the import ${result.run.uuid}?`,
      show: ({deleted, kept, run}) => {
        const verb = flags['dry-run'] ? 'would delete' : 'deleted'
        const whose = `imported callback requests of the list '${run.listName}'`
        this.log(`${verb} ${deleted} of ${run.imported} ${whose}`)
        if (kept.length > 0) this.note(`changed since, and kept: ${kept.join(', ')}`)
      },
    })
  }
}
