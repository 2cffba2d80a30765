import {BaseCommand} from '../../src/cli/command/base-command.ts'
import {narrated} from '../../src/cli/command/narrated.ts'
import {wasDone} from '../../src/cli/command/output.ts'
import {demoArgs, noServerFlags, startedFields} from '../../src/cli/demo/view.ts'
import type {StartedDemo} from '../../src/embedded/demo.ts'
import {stateRemark} from '../../src/settings/state.ts'

export default class DemoStart extends BaseCommand {
  static override summary = 'start a private XiVO with sample data; the first start creates it'
  static override description =
    'It becomes a context of its own name, that has to be chosen: --context demo. It runs until it is stopped, and keeps what is changed in it. Its data are in ~/.local/state/xivoctl, for root in /var/lib/xivoctl, or where XIVOCTL_STATE_DIR says.'
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
