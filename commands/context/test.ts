import {Args} from '@oclif/core'
import {BaseCommand} from '../../src/cli/command/base-command.ts'
import {probeFields} from '../../src/cli/context/probe-view.ts'
import {fileFlagsOnly} from '../../src/cli/context/view.ts'
import {type Probe, probe} from '../../src/services/probe.ts'
import {loadSettings} from '../../src/settings/load.ts'

export default class ContextTest extends BaseCommand {
  static override summary = 'test the connection, and show what the database holds'
  static override description =
    "Changes nothing. Exits 6 when there is no connection, or when the database is not that of a XiVO. 'doctor' checks more."
  static override examples = [
    '<%= config.bin %> <%= command.id %> demo',
    '<%= config.bin %> <%= command.id %> demo --json',
  ]
  static override baseFlags = fileFlagsOnly
  static override args = {
    context: Args.string({description: 'context of the configuration file, or a demo [the default context]'}),
  }

  async run(): Promise<Probe & {context: string}> {
    const {args, flags} = await this.parse(ContextTest)
    const settings = loadSettings({...flags, context: args.context}, process.env)
    const found = await this.connect(settings, probe)
    this.showFields({context: settings.context, ...probeFields(found)})
    if (found.missing.length > 0) this.setExitCode('unavailable')
    return {context: settings.context, ...found}
  }
}
