import {Args, Flags} from '@oclif/core'
import {BaseCommand} from '../../src/cli/command/base-command.ts'
import {exportCallbacks} from '../../src/services/callbacks/export.ts'

export default class CallbacksExport extends BaseCommand {
  static override summary = 'export the ongoing callback requests of a list to standard output'
  static override description =
    `Prints CSV with the eight columns that 'callbacks import' reads. --json and --ndjson also have uuid and state, and take several lists.`
  static override strict = false
  static override examples = [
    '<%= config.bin %> <%= command.id %> "Relances ventes" --context demo > ventes.csv',
    '<%= config.bin %> <%= command.id %> "Relances ventes" --ndjson --context demo | head -3',
  ]
  static override args = {
    list: Args.string({required: true, description: 'callback list, by name or uuid; several are allowed'}),
  }
  static override flags = {ndjson: Flags.boolean({description: 'print one JSON object per line', exclusive: ['json']})}

  async run(): Promise<void> {
    const {argv, flags} = await this.parse(CallbacksExport)
    const format = flags.json ? 'json' : flags.ndjson ? 'ndjson' : 'csv'
    await this.read(flags, (context) => exportCallbacks(context, argv as string[], format, process.stdout))
  }
}
