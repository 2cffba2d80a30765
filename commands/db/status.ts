import {BaseCommand} from '../../src/cli/base-command.ts'
import {type SchemaStatus, schemaStatus} from '../../src/services/schema.ts'

export default class DbStatus extends BaseCommand {
  static override summary = "show what 'db init' would have to do"
  static override examples = ['<%= config.bin %> <%= command.id %> --context demo']

  async run(): Promise<SchemaStatus> {
    const {flags} = await this.parse(DbStatus)
    const status = await this.read(flags, schemaStatus)
    this.showFields({schema: status.schema, pending: status.pending.join(', ') || 'nothing'})
    if (status.pending.length > 0) this.note("run 'xivoctl db init'")
    return status
  }
}
