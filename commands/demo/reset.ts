import {BaseCommand} from '../../src/cli/command/base-command.ts'
import {confirm, yesFlag} from '../../src/cli/command/confirm.ts'
import {narrated} from '../../src/cli/command/narrated.ts'
import {wasDone} from '../../src/cli/command/output.ts'
import {demoArgs, noServerFlags, startedFields} from '../../src/cli/demo/view.ts'
import type {StartedDemo} from '../../src/embedded/demo.ts'

export default class DemoReset extends BaseCommand {
  static override summary = 'discard all changes in a demo, and restore its sample data'
  static override examples = ['<%= config.bin %> <%= command.id %> --yes']
  static override baseFlags = noServerFlags
  static override args = demoArgs
  static override flags = {yes: yesFlag}

  async run(): Promise<StartedDemo> {
    const {args, flags} = await this.parse(DemoReset)
    await confirm(async () => `delete all data of the demo '${args.name}' and restore its sample data?`, flags)
    const {resetDemo} = await import('../../src/embedded/demo.ts')
    const demo = await narrated(
      (sentence) => this.note(sentence),
      (tell) => resetDemo(process.env, args.name, tell),
    )
    wasDone()
    this.note(`the demo '${demo.name}' has its sample data again`)
    this.showFields(startedFields(demo))
    return demo
  }
}
