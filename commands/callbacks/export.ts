import {Args, Flags} from '@oclif/core'
import {BaseCommand} from '../../src/cli/command/base-command.ts'
import {exportCallbacks} from '../../src/services/callbacks/export.ts'

export default class CallbacksExport extends BaseCommand {
  static override summary = 'write the ongoing callback requests of a list to standard output'
  static override description =
    `CSV in the eight columns that 'callbacks import' reads back; --json and --ndjson have uuid and state too, and take several lists.`
  static override strict = false
  static override examples = [
    '<%= config.bin %> <%= command.id %> "Relances ventes" --context demo > ventes.csv',
    '<%= config.bin %> <%= command.id %> "Relances ventes" --ndjson --context demo | head -3',
  ]
  static override args = {
    list: Args.string({required: true, description: 'callback list, by name or uuid; several may follow'}),
  }
  static override flags = {ndjson: Flags.boolean({description: 'one JSON object a line', exclusive: ['json']})}

  async run(): Promise<void> {
    const {argv, flags} = await this.parse(CallbacksExport)
    const format = flags.json ? 'json' : flags.ndjson ? 'ndjson' : 'csv'
    await this.read(flags, (context) => exportCallbacks(context, argv as string[], format, process.stdout))
  }
}
