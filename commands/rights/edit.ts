import {loginArg} from '../../src/cli/arguments.ts'
import {BaseCommand} from '../../src/cli/base-command.ts'
import {requireTerminal} from '../../src/cli/confirm.ts'
import {askRights, confirmChange, differences} from '../../src/cli/rights-editor.ts'
import {changedRights, type RightsAnswer, rightsFields} from '../../src/cli/rights-view.ts'
import {findRights, setRights} from '../../src/services/rights.ts'
import {rightsCatalog} from '../../src/services/rights-catalog.ts'

export default class RightsEdit extends BaseCommand {
  static override summary = "change a user's profile and rights, with names to tick"
  static override description = "Shows what would change before anything is written. In a script, take 'rights set'."
  static override examples = ['<%= config.bin %> <%= command.id %> jbond --context demo']
  static override args = loginArg

  async run(): Promise<RightsAnswer> {
    const {args, flags} = await this.parse(RightsEdit)
    requireTerminal('rights edit asks its questions on a terminal', "in a script, take 'rights set'")
    this.announce(flags)
    const {before, catalog} = await this.read(flags, async (context) => ({
      before: await findRights(context, args.login),
      catalog: await rightsCatalog(context),
    }))
    const change = await askRights(before, catalog)
    const lines = differences(before, change, catalog)
    if (before && lines.length === 0) {
      this.note('nothing to change')
      return before
    }
    await confirmChange(args.login, lines)
    const changed = await this.write(flags, (context) => setRights(context, args.login, change))
    this.showFields(rightsFields({rights: changed, named: changed.named}))
    return changedRights(changed)
  }
}
