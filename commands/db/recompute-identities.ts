import {WriteCommand, type Written} from '../../src/cli/command/write-command.ts'
import {type Recomputed, recomputeIdentities} from '../../src/services/identities.ts'

export default class DbRecomputeIdentities extends WriteCommand {
  static override summary = 'recompute whose each stored number is, under the phoneCountry of the configuration'
  static override description =
    'Numbers that are the same in E.164 are one person\'s: "find --phone", "erase" and duplicates go by that. Run this after phoneCountry has changed: until then, programs that have the new country do not write; from then on, those that have the old one do not. Works in small steps that block nobody; when it is interrupted, run it again.'
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
