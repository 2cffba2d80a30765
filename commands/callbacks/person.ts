import {Flags} from '@oclif/core'
import {personPage} from '../../src/cli/callbacks/person-page.ts'
import {type PersonTable, personTables, whoFlags, whoOf} from '../../src/cli/callbacks/person-view.ts'
import {BaseCommand} from '../../src/cli/command/base-command.ts'
import {withOutputFile} from '../../src/cli/command/output-file.ts'
import {counted} from '../../src/formats/counted.ts'
import {localTime} from '../../src/formats/times.ts'
import {type Person, showPerson} from '../../src/services/callbacks/person.ts'
import {loadSettings} from '../../src/settings/load.ts'

export default class CallbacksPerson extends BaseCommand {
  static override summary = 'show everything stored about a customer, by phone number'
  static override description =
    `For customers who ask what is stored about them (right of access). Shows every callback request with the number, in every list, ongoing or closed; its states in the history; tickets; the answers stored for repeated API requests; and the number's entries in the do-not-call list. 'callbacks erase' with the same flags deletes exactly this.
--html writes a page to be printed and handed to the person who asked. If several names share the number, --name or --everyone is required.`
  static override examples = [
    '<%= config.bin %> <%= command.id %> --phone 0465710938 --context demo',
    '<%= config.bin %> <%= command.id %> --phone 0465710938 --html person.html --context demo',
  ]
  static override flags = {
    ...whoFlags,
    html: Flags.string({
      description: 'write a self-contained HTML page to this file; - is standard output',
      helpValue: 'FILE',
      exclusive: ['json'],
    }),
  }

  async run(): Promise<Person> {
    const {flags} = await this.parse(CallbacksPerson)
    const person = await this.read(flags, (context) => showPerson(context, whoOf(flags)))
    const settings = loadSettings(flags, process.env)
    const tables = personTables(person, settings)
    if (flags.html === undefined) this.showTables(tables)
    else {
      const about = {phones: flags.phone, names: flags.name, at: localTime(new Date()), server: settings.context}
      await this.writePage(flags.html, personPage(person, tables, about))
    }
    const {others = 0} = person
    if (others > 0)
      this.note(`not shown: ${counted(others, 'request')} with this number, which may belong to another person`)
    return person
  }

  private showTables(tables: readonly PersonTable[]): void {
    const filled = tables.filter(({cells}) => cells.length > 0)
    if (filled.length === 0) this.note('nothing is stored for this number')
    for (const [i, {title, heads, cells}] of filled.entries()) {
      if (i > 0) this.log()
      this.log(`${title} (${cells.length})`)
      this.show(cells, Object.fromEntries(heads.map((head, column) => [head, (row: string[]) => row[column]])))
    }
  }

  /** Nobody else on the host is to read it. */
  private writePage(path: string, page: string): Promise<void> {
    return withOutputFile(path, async (sink) => void sink.write(page), {mode: 0o600})
  }
}
