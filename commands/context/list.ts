import {BaseCommand} from '../../src/cli/command/base-command.ts'
import {fileFlagsOnly, type ShownContext, shown, systemFlag} from '../../src/cli/context/view.ts'
import {sortedRowFlags} from '../../src/cli/list/list-flags.ts'
import type {Listing} from '../../src/cli/list/listing.ts'
import {fileInForce} from '../../src/settings/edit.ts'

export default class ContextList extends BaseCommand {
  static override summary = 'list the contexts of the configuration file'
  static override examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> <%= command.id %> --json']
  static override baseFlags = fileFlagsOnly
  static override flags = {...sortedRowFlags, system: systemFlag}

  async run(): Promise<ShownContext[]> {
    const {flags} = await this.parse(ContextList)
    const file = fileInForce(flags, process.env)
    const contexts = file ? Object.keys(file.contexts).map((name) => shown(file, name)) : []
    const empty = file
      ? `${file.path} has no contexts: xivoctl context add`
      : 'there is no configuration file: xivoctl setup'
    return this.rowsAsAsked({...listing, empty}, flags)(contexts)
  }
}

const listing: Listing<ShownContext> = {
  columns: {
    context: ({name}) => name,
    default: (context) => (context.default ? 'yes' : ''),
    database: ({databaseUrl}) => databaseUrl,
    schema: ({databaseSchema}) => databaseSchema,
    sounds: ({soundsDir}) => soundsDir,
    'dissuasion queue': ({dissuasionQueue}) => dissuasionQueue,
  },
  more: {
    'sounds asterisk dir': ({soundsAsteriskDir}) => soundsAsteriskDir,
    'import ledger days': ({importLedgerDays}) => importLedgerDays,
  },
  names: {name: 'context', databaseUrl: 'database', databaseSchema: 'schema', soundsDir: 'sounds'},
  id: ({name}) => name,
}
