import {Args} from '@oclif/core'
import {BaseCommand, csvFlag} from '../../src/cli/base-command.ts'
import {noServerFlags} from '../../src/cli/demo-view.ts'
import type {Demo} from '../../src/embedded/demo.ts'

export default class DemoStatus extends BaseCommand {
  static override summary = 'list the demos, and whether they are running'
  static override examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> <%= command.id %> --json']
  static override baseFlags = noServerFlags
  static override args = {name: Args.string({description: 'only this demo'})}
  static override flags = {csv: csvFlag}

  async run(): Promise<Demo[]> {
    const {args, flags} = await this.parse(DemoStatus)
    const {demoStatus} = await import('../../src/embedded/demo.ts')
    const demos = await demoStatus(process.env, args.name)
    this.show(
      demos,
      {
        name: ({name}) => name,
        running: ({running}) => (running ? 'yes' : 'no'),
        version: ({version}) => version,
        directory: ({directory}) => directory,
      },
      {...flags, empty: "no demo yet: 'xivoctl demo start' makes one"},
    )
    return demos
  }
}
