import {Flags} from '@oclif/core'
import {BaseCommand} from '../../src/cli/base-command.ts'
import {type Initialisation, initialise} from '../../src/services/schema.ts'

export default class DbInit extends BaseCommand {
  static override summary = "create or upgrade xivoctl's own tables"
  static override description =
    'They live in a schema of their own beside XiVO\'s tables, which are not touched. Safe to repeat. "Toute la journée" becomes the default period when there is none.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> --context demo',
    '<%= config.bin %> <%= command.id %> --dry-run --context demo',
  ]
  static override flags = {
    'dry-run': Flags.boolean({description: 'print the SQL, change nothing'}),
  }

  async run(): Promise<Initialisation> {
    const {flags} = await this.parse(DbInit)
    const dryRun = flags['dry-run']
    const done = await this.write(flags, (context) => initialise(context, {dryRun}))
    if (dryRun) for (const statement of done.statements) this.log(`${statement};`)
    if (done.applied.length === 0) this.note(`schema '${done.schema}' is up to date`)
    else this.note(`${dryRun ? 'would apply' : 'applied'} to schema '${done.schema}': ${done.applied.join(', ')}`)
    return done
  }
}
