import {Args} from '@oclif/core'
import type {Documents} from '../../../src/cli/command/answers.ts'
import {ReadCommand} from '../../../src/cli/command/read-command.ts'
import {longEnough} from '../../../src/cli/command/uuids.ts'
import {contextsFlag} from '../../../src/cli/list/list-flags.ts'
import {localTime} from '../../../src/formats/times.ts'
import {getImport, type WholeImport, wholeImport} from '../../../src/services/callbacks/imports.ts'

export default class CallbacksImportsGet extends ReadCommand {
  static override summary = 'show an import, and the current state of its requests'
  static override examples = [
    `printf 'phoneNumber\\n0230210092\\n' | <%= config.bin %> callbacks import "Relances ventes" - --json --context demo | grep -om1 '[0-9a-f-]\\{36\\}' | xargs <%= config.bin %> <%= command.id %> --context demo`,
  ]
  static override args = {
    import: Args.string({
      required: true,
      description: "id of the import, from 'callbacks imports', or its first 8 or more characters",
    }),
  }
  static override flags = contextsFlag

  async run(): Promise<Documents<WholeImport>> {
    const {args, flags} = await this.parse(CallbacksImportsGet)
    const run = longEnough(args.import)
    return this.describe(flags, async (context) => getImport(context, await wholeImport(context, run)), {
      fields: ({rows, errors = [], ...found}) => ({
        import: found.uuid,
        when: localTime(new Date(found.importedAt)),
        list: found.listName,
        file: found.fileName ?? '(stdin)',
        origin: found.origin,
        by: found.importedBy,
        failed: found.failed,
        problems: errors
          .map(({line, column, reason}) => `line ${line ?? '?'}, ${column ?? 'row'} ${reason}`)
          .join('; '),
        ...(rows && {imported: found.imported, skipped: found.skipped, rejected: found.rejected}),
        ...rows,
        undone: found.undoneAt && localTime(new Date(found.undoneAt)),
      }),
      document: (found) => found,
    })
  }
}
