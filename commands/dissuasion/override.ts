import {addAbortSignal} from 'node:stream'
import {Args, Flags} from '@oclif/core'
import {withInput} from '../../src/cli/command/input.ts'
import {WriteCommand, type Written} from '../../src/cli/command/write-command.ts'
import {overrideFields} from '../../src/cli/dissuasion/overrides-view.ts'
import {type Override, overrideDissuasions} from '../../src/services/dissuasion/overrides.ts'

const several = {multiple: true, multipleNonGreedy: true, helpValue: 'QUEUE'} as const

const time = (description: string) => Flags.string({description, helpValue: 'TIME'})

export default class DissuasionOverride extends WriteCommand {
  static override summary = 'play one announcement to the callers of many queues, for a time'
  static override description =
    `Installs the sound under the name of each queue, and makes it their dissuasion, all in one transaction. 'dissuasion end-override' restores exactly what was there before. On a queue that already has an override, the new one replaces it; ending the new one restores the dissuasion from before the first.
TIME is 2026-12-24 18:00 (in the time zone of the database), 2026-12-24T18:00:00+01:00, tomorrow, +2h or +30min; a day begins at midnight. --from and --until require 'serve', or 'dissuasion end-override --due' every minute; if neither has run in the last 10 minutes, they are refused (exit 6).`
  static override examples = [
    `<%= config.bin %> <%= command.id %> "$(<%= config.bin %> demo start | sed -n 's/^sounds *//p')/bienvenue.wav" --all --except switchboard --name greve --dry-run --context demo`,
    `<%= config.bin %> dissuasion end-override --due --quiet --context demo && <%= config.bin %> <%= command.id %> "$(<%= config.bin %> demo start | sed -n 's/^sounds *//p')/bienvenue.wav" --queue sales --queue ventes --name noel --until +2h --context demo`,
  ]
  static override usage = 'FILE (--queue QUEUE... | --all [--except QUEUE...]) [flags]'
  static override args = {
    file: Args.string({required: true, description: 'the sound file; - is standard input'}),
  }
  static override flags = {
    queue: Flags.string({...several, description: 'queue, by name or id', exactlyOne: ['queue', 'all']}),
    all: Flags.boolean({description: 'every queue'}),
    except: Flags.string({...several, description: 'queue to leave out', dependsOn: ['all']}),
    from: time('when it starts [now]'),
    until: time("when it ends [at 'dissuasion end-override']"),
    name: Flags.string({
      description: 'name of the sound, with or without extension [that of the file]',
      helpValue: 'NAME',
    }),
    convert: Flags.boolean({description: "convert the sound first, as 'dissuasion add-sound --convert' does"}),
    force: Flags.boolean({description: 'install it even if Asterisk would not play it, or XiVO would not offer it'}),
  }

  async run(): Promise<Written<Override>> {
    const {args, flags} = await this.parse(DissuasionOverride)
    const {queue = [], all, except, from, until, name, convert, force} = flags
    return withInput(args.file, (input) =>
      this.change(
        flags,
        (context) => {
          const bytes = addAbortSignal(context.stop, input.bytes)
          const which = {queues: all ? ('all' as const) : queue, except}
          return overrideDissuasions(context, {...input, bytes}, {...which, from, until, name, convert, force})
        },
        {show: (override) => this.showFields(overrideFields(override))},
      ),
    )
  }
}
