import type {Written} from '../../src/cli/command/write-command.ts'
import {fromFlag, SiteWriteCommand} from '../../src/cli/site/site-command.ts'
import {applySite} from '../../src/services/site/site.ts'

export default class DissuasionSet extends SiteWriteCommand {
  static override summary = 'set the dissuasions of many queues from a list'
  static override description =
    "Reads the CSV of 'dissuasion list', edited: the columns queue and destination are required. A destination is none, sound NAME, queue NAME, group NAME or user LOGIN, or another action of XiVO; (30 s) after it is a ring time, and (noanswer) an option of a sound. A row that shows what a queue has changes nothing. Shows the plan and asks; all rows are set, or none."
  static override examples = [
    '<%= config.bin %> dissuasion list --csv --context demo | <%= config.bin %> <%= command.id %> --from - --yes --context demo',
  ]
  static override flags = {from: fromFlag('dissuasion list')}

  async run(): Promise<Written<object>> {
    const {flags} = await this.parse(DissuasionSet)
    return this.setSection(flags, applySite, 'dissuasions', flags.from)
  }
}
