import {BaseCommand, csvFlag} from '../../src/cli/base-command.ts'
import {fileFlagsOnly, type ShownContext, shown, systemFlag} from '../../src/cli/context-view.ts'
import {fileInForce} from '../../src/settings-editor.ts'

export default class ContextList extends BaseCommand {
  static override summary = 'list the contexts of the configuration file'
  static override examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> <%= command.id %> --json']
  static override baseFlags = fileFlagsOnly
  static override flags = {csv: csvFlag, system: systemFlag}

  async run(): Promise<ShownContext[]> {
    const {flags} = await this.parse(ContextList)
    const file = fileInForce(flags, process.env)
    const contexts = file ? Object.keys(file.contexts).map((name) => shown(file, name)) : []
    const empty = file
      ? `${file.path} has no contexts: xivoctl context add`
      : 'there is no configuration file: xivoctl setup'
    this.show(
      contexts,
      {
        context: ({name}) => name,
        default: (context) => (context.default ? 'yes' : ''),
        database: ({databaseUrl}) => databaseUrl,
        schema: ({databaseSchema}) => databaseSchema,
        sounds: ({soundsDir}) => soundsDir,
        'dissuasion queue': ({dissuasionQueue}) => dissuasionQueue,
      },
      {...flags, empty},
    )
    return contexts
  }
}
