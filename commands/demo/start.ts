import {BaseCommand} from '../../src/cli/command/base-command.ts'
import {narrated} from '../../src/cli/command/narrated.ts'
import {wasDone} from '../../src/cli/command/output.ts'
import {demoArgs, noServerFlags, startedFields} from '../../src/cli/demo/view.ts'
import type {StartedDemo} from '../../src/embedded/demo.ts'
import {stateRemark} from '../../src/settings/state.ts'

export default class DemoStart extends BaseCommand {
  static override summary = 'start a private XiVO with sample data; the first start creates it'
  static override description =
    "Commands use a demo only when --context names it: --context demo. It runs until 'demo stop', and keeps your changes. Its data are in ~/.local/state/xivoctl (/var/lib/xivoctl for root), or in the directory that XIVOCTL_STATE_DIR names."
  static override examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> <%= command.id %> training']
  static override baseFlags = noServerFlags
  static override args = demoArgs

  async run(): Promise<StartedDemo> {
    const {args} = await this.parse(DemoStart)
    const remark = stateRemark(process.env)
    if (remark) this.note(remark)
    const {startDemo} = await import('../../src/embedded/demo.ts')
    const demo = await narrated(
      (sentence) => this.note(sentence),
      (tell) => startDemo(process.env, args.name, tell),
    )
    wasDone()
    this.note(`the demo '${demo.name}' is running`)
    this.showFields(startedFields(demo))
    return demo
  }
}
