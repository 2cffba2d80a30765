import type {Documents} from '../../src/cli/command/answers.ts'
import {ReadCommand} from '../../src/cli/command/read-command.ts'
import {contextsFlag} from '../../src/cli/list/list-flags.ts'
import {type SchemaStatus, schemaStatus} from '../../src/services/schema.ts'

export default class DbStatus extends ReadCommand {
  static override summary = "show what 'db init' would do"
  static override examples = ['<%= config.bin %> <%= command.id %> --context demo']
  static override flags = contextsFlag

  async run(): Promise<Documents<SchemaStatus>> {
    const {flags} = await this.parse(DbStatus)
    return this.describe(flags, schemaStatus, {
      fields: ({schema, pending, unknown}) => ({
        schema,
        pending: pending.join(', ') || 'nothing',
        unknown: unknown?.join(', '),
      }),
      document: (status) => status,
      told: (all) => {
        if (all.some(({pending}) => pending.length > 0)) this.note("run 'xivoctl db init'")
      },
    })
  }
}
