import {Flags} from '@oclif/core'
import {BaseCommand} from '../../src/cli/command/base-command.ts'
import {confirm, yesFlag} from '../../src/cli/command/confirm.ts'
import {wasDone} from '../../src/cli/command/output.ts'
import {contextArg, fileFlagsOnly, type ShownContext, shown, systemFlag} from '../../src/cli/context/view.ts'
import {fileToChange, fileWith, removeContext} from '../../src/settings/edit.ts'
import {readSettingsFile} from '../../src/settings/file.ts'

export default class ContextRemove extends BaseCommand {
  static override summary = 'remove a context from the configuration file'
  static override description = 'The XiVO itself is not changed.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> lyon',
    '<%= config.bin %> <%= command.id %> lyon --yes',
  ]
  static override baseFlags = fileFlagsOnly
  static override args = {context: contextArg}
  static override flags = {
    default: Flags.boolean({description: 'remove it even if it is the default context; no default remains'}),
    system: systemFlag,
    yes: yesFlag,
  }

  async run(): Promise<ShownContext & {file: string}> {
    const {args, flags} = await this.parse(ContextRemove)
    const path = fileToChange(flags, process.env)
    const {file, name} = fileWith(readSettingsFile(path, process.env), args.context)
    const before = shown(file, name)
    await confirm(async () => `remove the context '${args.context}' from ${path}?`, flags)
    removeContext(path, args.context, {evenDefault: flags.default})
    wasDone()
    this.note(`removed the context '${args.context}' from ${path}`)
    return {file: path, ...before}
  }
}
