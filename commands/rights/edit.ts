import {loginArg} from '../../src/cli/command/arguments.ts'
import {requireTerminal} from '../../src/cli/command/confirm.ts'
import {WriteCommand, type Written} from '../../src/cli/command/write-command.ts'
import {askRights} from '../../src/cli/rights/editor.ts'
import {rightsFields} from '../../src/cli/rights/view.ts'
import type {Context} from '../../src/context.ts'
import {rightsCatalog} from '../../src/services/rights/catalog.ts'
import {findRights, type RightsAnswer, rightsAnswer, setRights} from '../../src/services/rights/rights.ts'

export default class RightsEdit extends WriteCommand {
  static override summary = "change a user's profile and rights in a form on the terminal"
  static override description =
    "Shows the changes and asks before it writes them. If somebody else has changed the rights meanwhile, nothing is written. In a script, use 'rights set'."
  static override examples = ['<%= config.bin %> <%= command.id %> jbond --context demo']
  static override args = loginArg

  async run(): Promise<Written<RightsAnswer>> {
    const {args, flags} = await this.parse(RightsEdit)
    requireTerminal('rights edit asks its questions on a terminal', "in a script, use 'rights set'")
    this.announce(flags)
    const {rights, shown, catalog} = await this.read(flags, async (context) => ({
      ...(await findRights(context, args.login)),
      catalog: await rightsCatalog(context),
    }))
    const wanted = await askRights(rights, catalog)
    const write = (context: Context) => setRights({...context, condition: {shown}}, args.login, wanted)
    return this.change(flags, write, {
      ask: () => `write this for '${args.login}'?`,
      show: (changed) => this.showFields(rightsFields(args.login, {rights: changed, named: changed.named})),
      document: rightsAnswer,
    })
  }
}
