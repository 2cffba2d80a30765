import type {Writable} from 'node:stream'
import {Args, Flags} from '@oclif/core'
import {BaseCommand} from '../../src/cli/command/base-command.ts'
import {toStdout} from '../../src/cli/command/output.ts'
import {withOutputFile} from '../../src/cli/command/output-file.ts'
import {workbookFlag} from '../../src/cli/command/workbook-file.ts'
import {type ExportFormat, exportCallbacks} from '../../src/services/callbacks/export.ts'

export default class CallbacksExport extends BaseCommand {
  static override summary = 'export the ongoing callback requests of a list to standard output'
  static override description =
    `Prints CSV with the eight columns that 'callbacks import' reads. --preset excel-fr and --xlsx write them for Excel; 'callbacks import' reads these too.
--json and --ndjson also have uuid and state, and take several lists.`
  static override strict = false
  static override examples = [
    '<%= config.bin %> <%= command.id %> "Relances ventes" --context demo > ventes.csv',
    '<%= config.bin %> <%= command.id %> "Relances ventes" --ndjson --context demo | head -3',
    '<%= config.bin %> <%= command.id %> "Relances ventes" --xlsx ventes.xlsx --context demo',
    '<%= config.bin %> <%= command.id %> "Relances ventes" --preset excel-fr --context demo > ventes-excel.csv',
  ]
  static override args = {
    list: Args.string({required: true, description: 'callback list, by name or uuid; several are allowed'}),
  }
  static override flags = {
    ndjson: Flags.boolean({description: 'print one JSON object per line', exclusive: ['json']}),
    preset: Flags.option({
      options: ['excel-fr'] as const,
      description: 'print CSV for Excel in French: UTF-8 with a byte-order mark, ;, DD/MM/YYYY, numbers as text',
      exclusive: ['json', 'ndjson'],
    })(),
    xlsx: workbookFlag({
      description: 'write an Excel workbook to this file; - is standard output',
      exclusive: ['json', 'ndjson', 'preset'],
    }),
  }

  async run(): Promise<void> {
    const {argv, flags} = await this.parse(CallbacksExport)
    const into = (format: ExportFormat, sink: Writable) =>
      this.read(flags, (context) => exportCallbacks(context, argv as string[], format, sink))
    if (flags.xlsx !== undefined) return withOutputFile(flags.xlsx, (sink) => into('xlsx', sink))
    const {json = false} = flags
    const format = json ? 'json' : flags.ndjson ? 'ndjson' : (flags.preset ?? 'csv')
    await toStdout((sink) => into(format, sink), {json})
  }
}
