import {Args} from '@oclif/core'
import {BaseCommand} from '../../src/cli/command/base-command.ts'
import {noServerFlags} from '../../src/cli/demo/view.ts'
import {sortedRowFlags} from '../../src/cli/list/list-flags.ts'
import type {Demo} from '../../src/embedded/demo.ts'
import {stateRemark} from '../../src/settings/state.ts'

export default class DemoStatus extends BaseCommand {
  static override summary = 'list the demos, and whether they are running'
  static override examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> <%= command.id %> --json']
  static override baseFlags = noServerFlags
  static override args = {name: Args.string({description: 'show only this demo'})}
  static override flags = sortedRowFlags

  async run(): Promise<Demo[]> {
    const {args, flags} = await this.parse(DemoStatus)
    const {demoStatus} = await import('../../src/embedded/demo.ts')
    const demos = await demoStatus(process.env, args.name)
    const remark = stateRemark(process.env)
    if (remark && this.showsTable(flags)) this.note(remark)
    const listing = {
      columns: {
        name: ({name}: Demo) => name,
        running: ({running}: Demo) => (running ? 'yes' : 'no'),
        version: ({version}: Demo) => version,
        directory: ({directory}: Demo) => directory,
      },
      id: ({name}: Demo) => name,
      empty: "no demo yet: 'xivoctl demo start' makes one",
    }
    return this.rowsAsAsked(listing, flags)(demos)
  }
}
