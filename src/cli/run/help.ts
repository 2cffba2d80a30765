import {type Command, Errors, Help} from '@oclif/core'
import {exitMeaningsOf} from '../command/exit-codes.ts'
import {otherNames} from './spelling.ts'
import {unknownCommand} from './unknown-command.ts'

/** oclif's help, with the other names of a command and its exit codes. */
export default class CommandHelp extends Help {
  override async showHelp(argv: string[]): Promise<void> {
    try {
      await super.showHelp(argv)
    } catch (error) {
      throw error instanceof Errors.CLIError ? unknownCommand(argv, this.config) : error
    }
  }

  protected override formatCommand(command: Command.Loadable): string {
    const page = super.formatCommand(command).trimEnd()
    const names = Object.keys(otherNames).filter((name) => otherNames[name] === command.id)
    const codes = exitMeaningsOf(command).map(({code, meaning}) => `${code.padEnd(8)}  ${meaning}`)
    return [
      page,
      ...(names.length > 0 ? [this.section('OTHER NAMES', names.join('\n'))] : []),
      this.section('EXIT CODES', codes.join('\n')),
    ].join('\n\n')
  }
}
