import type {Written} from '../../src/cli/command/write-command.ts'
import {fromFlag, SiteWriteCommand} from '../../src/cli/site/site-command.ts'
import {applySite} from '../../src/services/site/site.ts'

export default class DissuasionSet extends SiteWriteCommand {
  static override summary = 'set the dissuasions of many queues from a CSV file'
  static override description =
    "Reads the CSV that 'dissuasion list' prints, after you have edited it: the columns queue and destination are required. A destination is 'none', 'sound NAME', 'queue NAME', 'group NAME', 'user LOGIN', or another action of XiVO; a ring time follows as '(30 s)', an option of a sound as '(noanswer)'. An unchanged row changes nothing. Shows the plan and asks; all rows are set, or none."
  static override examples = [
    '<%= config.bin %> dissuasion list --csv --context demo | <%= config.bin %> <%= command.id %> --from - --yes --context demo',
  ]
  static override flags = {from: fromFlag('dissuasion list')}

  async run(): Promise<Written<object>> {
    const {flags} = await this.parse(DissuasionSet)
    return this.setSection(flags, applySite, 'dissuasions', flags.from)
  }
}
