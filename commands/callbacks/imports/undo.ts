import {Args} from '@oclif/core'
import {BaseCommand} from '../../../src/cli/base-command.ts'
import {yesFlag} from '../../../src/cli/confirm.ts'
import {importText} from '../../../src/cli/imports-view.ts'
import {listImports, type UndoneImport, undoImport} from '../../../src/services/imports.ts'

export default class CallbacksImportsUndo extends BaseCommand {
  static override summary = 'take an import back'
  static override description = 'Requests that somebody changed, moved or closed since stay, and are named.'
  static override examples = [
    `printf 'phoneNumber\\n0230210092\\n' | <%= config.bin %> callbacks import "Relances ventes" - --json --context demo | grep -om1 '[0-9a-f-]\\{36\\}' | xargs <%= config.bin %> <%= command.id %> --yes --context demo`,
  ]
  static override args = {run: Args.string({required: true, description: "id of the run, from 'callbacks imports'"})}
  static override flags = {yes: yesFlag}

  async run(): Promise<UndoneImport> {
    const {args, flags} = await this.parse(CallbacksImportsUndo)
    await this.confirm(
      flags,
      `delete what the import ${args.run} brought, as far as it is untouched?`,
      async (context) => importText(await listImports(context), args.run),
    )
    const undone = await this.write(flags, (context) => undoImport(context, args.run))
    this.log(`took back ${undone.deleted} of ${undone.run.imported} callback requests of list '${undone.run.listName}'`)
    if (undone.kept.length > 0) this.note(`changed since, and kept: ${undone.kept.join(', ')}`)
    return undone
  }
}
