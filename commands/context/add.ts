import {Flags} from '@oclif/core'
import {BaseCommand} from '../../src/cli/command/base-command.ts'
import {wasDone} from '../../src/cli/command/output.ts'
import {
  contextArg,
  fileFlagsOnly,
  refusePassword,
  settingsFlags,
  systemFlag,
  valuesOf,
} from '../../src/cli/context/view.ts'
import {addContext, fileToChange} from '../../src/settings/edit.ts'
import type {ContextSettings} from '../../src/settings/file.ts'
import {settingsOf} from '../../src/settings/load.ts'

interface Added extends ContextSettings {
  file: string
  name: string
}

export default class ContextAdd extends BaseCommand {
  static override summary = 'add a context to the configuration file'
  static override description =
    "Does not connect; 'context test' does. Leave the password out of the URL: xivoctl reads it from ~/.pgpass, as psql does."
  static override examples = [
    '<%= config.bin %> <%= command.id %> lyon --database-url postgres://xivoctl@xivo-lyon.example.org/asterisk',
    '<%= config.bin %> <%= command.id %> here --database-url postgres://xivoctl@localhost/asterisk --default',
  ]
  static override baseFlags = fileFlagsOnly
  static override args = {name: contextArg}
  static override flags = {
    'database-url': Flags.string({
      required: true,
      description: 'URL of the XiVO database',
      helpValue: 'URL',
    }),
    ...settingsFlags,
    default: Flags.boolean({description: 'make it the default context'}),
    replace: Flags.boolean({description: 'replace a context of the same name'}),
    system: systemFlag,
  }

  async run(): Promise<Added> {
    const {args, flags} = await this.parse(ContextAdd)
    refusePassword(flags['database-url'])
    const values = valuesOf(flags['database-url'], flags)
    settingsOf(args.name, values)
    const file = fileToChange(flags, process.env)
    const {name} = args
    const changed = addContext(file, {name, values, makeDefault: flags.default, replace: flags.replace})
    this.note(changed ? `wrote the context '${name}' into ${file}` : `the context '${name}' is in ${file} already`)
    if (changed) wasDone()
    if (changed) this.note(`try it: xivoctl context test ${name}`)
    return {file, name, ...values}
  }
}
