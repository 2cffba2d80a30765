import {Flags} from '@oclif/core'
import {BaseCommand} from '../../src/cli/base-command.ts'
import {guide} from '../../src/cli/guided-tour.ts'
import {stopOnSignals} from '../../src/cli/signals.ts'

export default class DemoTour extends BaseCommand {
  static override summary = 'a guided tour of real commands on a demo, with their real output'
  static override description = 'It puts back what it changes, and refuses to run on anything but a demo.'
  static override examples = ['<%= config.bin %> <%= command.id %>']
  static override enableJsonFlag = false
  static override flags = {
    context: Flags.string({description: 'the demo', default: 'demo', helpGroup: 'SERVER', helpValue: 'NAME'}),
  }

  async run(): Promise<void> {
    const {flags} = await this.parse(DemoTour)
    const {demoEnvironment} = await import('../../src/embedded/demo.ts')
    const {tour} = await import('../../src/embedded/tour.ts')
    const env = demoEnvironment(process.env, flags)
    const stop = stopOnSignals()
    try {
      await guide(tour, {context: flags.context, env, stop: stop.signal})
    } finally {
      stop.release()
    }
    this.log(`\nThat was the tour; the demo is as it was before, and goes on running.`)
    this.log(`To stop it: xivoctl demo stop ${flags.context}`)
  }
}
