import {type Command, Errors, Help, CommandHelp as PageOfCommand} from '@oclif/core'
import {exitMeaningsOf} from '../command/exit-codes.ts'
import {type Shape, usageLine} from '../command/usage.ts'
import {otherNames} from './spelling.ts'
import {unknownCommand} from './unknown-command.ts'

/** oclif's page of a command, with our usage: oclif's shows flags that exclude several others as empty alternatives. */
class Page extends PageOfCommand {
  protected override defaultUsage(): string {
    return usageLine(this.command as Shape)
  }

  /** Only the last argument may be several. */
  protected override args(args: Command.Arg.Any[]): [string, string | undefined][] | undefined {
    return super
      .args(args)
      ?.map(([name, ...rest], i) => [i < args.length - 1 ? name.replace('...', '') : name, ...rest])
  }

  protected override flags(flags: Command.Flag.Any[]): [string, string | undefined][] | undefined {
    return super.flags(flags.map((flag) => (flag.name === 'json' ? {...flag, description: 'print JSON'} : flag)))
  }
}

const spaced = (id: string) => id.replaceAll(':', ' ')

/** oclif's help, with the other names of a command and its exit codes. */
export default class CommandHelp extends Help {
  protected override CommandHelpClass = Page

  override async showHelp(argv: string[]): Promise<void> {
    try {
      await super.showHelp(argv)
    } catch (error) {
      throw error instanceof Errors.CLIError ? unknownCommand(argv, this.config) : error
    }
  }

  /** A command that is also a topic stands among the topics only. */
  protected override formatCommands(commands: Command.Loadable[]): string {
    const ids = this.config.commands.map(({id}) => spaced(id))
    const isTopic = (name: string) => ids.some((id) => id.startsWith(`${name} `))
    return super.formatCommands(commands.filter(({id}) => !isTopic(spaced(id))))
  }

  protected override formatCommand(command: Command.Loadable): string {
    const page = super.formatCommand(command).trimEnd()
    const names = Object.keys(otherNames).filter((name) => otherNames[name] === command.id)
    const codes = exitMeaningsOf(command).map(({code, meaning}): [string, string] => [code, meaning])
    return [
      page,
      ...(names.length > 0 ? [this.section('OTHER NAMES', names.join('\n'))] : []),
      this.section('EXIT CODES', codes),
    ].join('\n\n')
  }
}
