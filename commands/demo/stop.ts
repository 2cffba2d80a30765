import {Flags} from '@oclif/core'
import {BaseCommand} from '../../src/cli/command/base-command.ts'
import {confirm, yesFlag} from '../../src/cli/command/confirm.ts'
import {wasDone} from '../../src/cli/command/output.ts'
import {demoArgs, noServerFlags} from '../../src/cli/demo/view.ts'
import type {StoppedDemo} from '../../src/embedded/demo.ts'

export default class DemoStop extends BaseCommand {
  static override summary = 'stop a demo; its data are kept for the next start'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> training --delete --yes',
  ]
  static override baseFlags = noServerFlags
  static override args = demoArgs
  static override flags = {
    delete: Flags.boolean({description: 'delete the demo, with all its data'}),
    yes: yesFlag,
  }

  async run(): Promise<StoppedDemo> {
    const {args, flags} = await this.parse(DemoStop)
    const {deleteDemo, stopDemo} = await import('../../src/embedded/demo.ts')
    if (flags.delete) {
      await confirm(async () => `delete the demo '${args.name}' with all its data?`, flags)
      const demo = await deleteDemo(process.env, args.name)
      wasDone()
      this.note(`the demo '${demo.name}' is deleted`)
      return demo
    }
    const demo = await stopDemo(process.env, args.name)
    if (demo.wasRunning) wasDone()
    this.note(`the demo '${demo.name}' ${demo.wasRunning ? 'is stopped' : 'was stopped already'}`)
    return demo
  }
}
