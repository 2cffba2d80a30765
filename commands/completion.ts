import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {Args} from '@oclif/core'
import {BaseCommand} from '../src/cli/command/base-command.ts'
import {noServerFlags} from '../src/cli/demo/view.ts'

const scripts = {bash: 'xivoctl.bash', zsh: '_xivoctl', fish: 'xivoctl.fish'}

type Shell = keyof typeof scripts

export default class Completion extends BaseCommand {
  static override summary = 'print a completion script for a shell: commands, flags, and the names in a XiVO'
  static override description = `The first lines of the script say where to install it.
Logins, queues, lists, periods and sounds are those of the XiVO that the line talks to, as they were within the last minute. A server that does not answer in a second is left alone for a while.`
  static override examples = ['bash', 'zsh', 'fish'].map((shell) => `<%= config.bin %> <%= command.id %> ${shell}`)
  static override baseFlags = noServerFlags
  static override args = {
    shell: Args.string({required: true, options: Object.keys(scripts), description: 'name of the shell'}),
  }

  async run(): Promise<{shell: string; script: string}> {
    const {args} = await this.parse(Completion)
    const file = scripts[args.shell as Shell]
    const script = readFileSync(join(this.config.root, 'contrib', 'completion', file), 'utf8')
    this.log(script.trimEnd())
    return {shell: args.shell, script}
  }
}
