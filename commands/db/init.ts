import {Flags} from '@oclif/core'
import {WriteCommand, type Written} from '../../src/cli/command/write-command.ts'
import {escapeLines} from '../../src/cli/escapes.ts'
import {type Initialisation, initialise} from '../../src/services/schema.ts'

export default class DbInit extends WriteCommand {
  static override summary = "create or upgrade xivoctl's own tables"
  static override description =
    'The tables are in a separate schema; XiVO\'s own tables are not changed. The command can be repeated, and cannot be undone. If there is no default period, it creates "Toute la journée" as the default.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> --context demo',
    '<%= config.bin %> <%= command.id %> --dry-run --context demo',
    '<%= config.bin %> <%= command.id %> --grant pg_monitor --dry-run --context demo',
  ]

  static override flags = {
    grant: Flags.string({
      description: 'also give this role exactly the privileges that it needs for daily work',
      helpValue: 'ROLE',
    }),
  }

  async run(): Promise<Written<Initialisation>> {
    const {flags} = await this.parse(DbInit)
    const dryRun = flags['dry-run']
    return this.change(flags, (context) => initialise(context, {grant: flags.grant}), {
      show: ({schema, applied, statements}) => {
        if (dryRun) for (const statement of statements) this.logRendered(escapeLines(`${statement};`))
        if (applied.length === 0) this.note(`schema '${schema}' is up to date`)
        else this.note(`${dryRun ? 'would apply' : 'applied'} to schema '${schema}': ${applied.join(', ')}`)
      },
    })
  }
}
