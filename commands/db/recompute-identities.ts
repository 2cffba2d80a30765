import {WriteCommand, type Written} from '../../src/cli/command/write-command.ts'
import {type Recomputed, recomputeIdentities} from '../../src/services/identities.ts'

export default class DbRecomputeIdentities extends WriteCommand {
  static override summary = 'recompute the identity (E.164 form) of each stored number, after phoneCountry has changed'
  static override description =
    "Two numbers with the same E.164 form belong to one person; 'callbacks find --phone', 'callbacks erase' and the detection of duplicates rely on this. Run this command after you change phoneCountry. Before it has run, programs configured with the new country refuse to write; afterwards, programs configured with the old country refuse to write. It works in small steps that do not block other work; if it is interrupted, run it again."
  static override examples = [
    '<%= config.bin %> <%= command.id %> --context demo',
    '<%= config.bin %> <%= command.id %> --dry-run --context demo',
  ]

  async run(): Promise<Written<Recomputed>> {
    const {flags} = await this.parse(DbRecomputeIdentities)
    const done = flags['dry-run'] ? 'would change' : 'changed'
    return this.change(flags, recomputeIdentities, {
      show: ({country, changed}) => this.note(`phoneCountry ${country}: ${done} the identities of ${changed} requests`),
    })
  }
}
