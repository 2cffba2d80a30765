import {Flags} from '@oclif/core'
import {BaseCommand} from '../../src/cli/command/base-command.ts'
import {narrated} from '../../src/cli/command/narrated.ts'
import {guide} from '../../src/cli/demo/guided-tour.ts'
import {stopOnSignals} from '../../src/cli/run/signals.ts'

export default class DemoTour extends BaseCommand {
  static override summary = 'show a guided tour: real commands on a demo, with their output'
  static override description =
    "Requires a running demo ('demo start'). Runs on a copy of the sample data, which is deleted afterwards; your changes to the demo are neither shown nor touched."
  static override examples = ['<%= config.bin %> <%= command.id %>']
  static override enableJsonFlag = false
  static override flags = {
    context: Flags.string({description: 'the demo', default: 'demo', helpGroup: 'SERVER', helpValue: 'NAME'}),
  }

  async run(): Promise<void> {
    const {flags} = await this.parse(DemoTour)
    const {runningDemo} = await import('../../src/embedded/demo.ts')
    const {tour} = await import('../../src/embedded/tour.ts')
    const {withCopy} = await import('../../src/embedded/tour-copy.ts')
    const {context} = flags
    const cluster = await runningDemo(process.env, flags)
    const stop = stopOnSignals()
    try {
      await narrated(
        (sentence) => this.note(sentence),
        (tell, end) => {
          tell('making a copy of the sample data for the tour')
          return withCopy({name: context, cluster, env: process.env, stop: stop.signal}, (env) => {
            end()
            return guide(tour, {context, env, stop: stop.signal})
          })
        },
      )
    } finally {
      stop.release()
    }
    this.log()
    this.log(`That was the tour. It ran on a copy: the demo is unchanged, and still running.`)
    this.log(`Every command above works on the demo, too. To stop it: xivoctl demo stop ${context}`)
  }
}
