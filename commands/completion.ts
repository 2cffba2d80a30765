import {Args} from '@oclif/core'
import {BaseCommand} from '../src/cli/command/base-command.ts'
import {readCommands} from '../src/cli/complete/complete.ts'
import {completionScript, type Shell, shells} from '../src/cli/complete/script.ts'
import {noServerFlags} from '../src/cli/demo/view.ts'

export default class Completion extends BaseCommand {
  static override summary = 'print a shell script that completes commands, flags, and the names in a XiVO'
  static override description = `The first lines of the script tell how to install it.
The script completes, among others, the logins, queues, lists, periods and sounds of the XiVO that the command line selects, and keeps them for a minute. When a server does not answer within a second, the script does not ask it again for ten seconds.`
  static override examples = ['bash', 'zsh', 'fish'].map((shell) => `<%= config.bin %> <%= command.id %> ${shell}`)
  static override baseFlags = noServerFlags
  static override args = {
    shell: Args.string({required: true, options: shells, description: 'name of the shell'}),
  }

  async run(): Promise<{shell: string; script: string}> {
    const {args} = await this.parse(Completion)
    const {root} = this.config
    const script = completionScript(root, args.shell as Shell, readCommands(root))
    this.logRendered(script.trimEnd())
    return {shell: args.shell, script}
  }
}
