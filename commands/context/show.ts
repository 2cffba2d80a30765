import {Args} from '@oclif/core'
import {BaseCommand} from '../../src/cli/command/base-command.ts'
import {fileFlagsOnly, type ShownContext, shown, systemFlag} from '../../src/cli/context/view.ts'
import {fileInForce, fileWith} from '../../src/settings/edit.ts'

export default class ContextShow extends BaseCommand {
  static override summary = 'show a context of the configuration file, without its password'
  static override examples = [
    '<%= config.bin %> <%= command.id %> paris',
    '<%= config.bin %> <%= command.id %> paris --json',
  ]
  static override baseFlags = fileFlagsOnly
  static override args = {context: Args.string({description: 'name of the context [the default context]'})}
  static override flags = {system: systemFlag}

  async run(): Promise<ShownContext & {file: string}> {
    const {args, flags} = await this.parse(ContextShow)
    const {file, name} = fileWith(fileInForce(flags, process.env), args.context)
    const {default: isDefault, ...context} = shown(file, name)
    this.showFields({...context, default: isDefault ? 'yes' : 'no', file: file.path})
    return {...context, default: isDefault, file: file.path}
  }
}
