import {Args, Flags} from '@oclif/core'
import {WriteCommand, type Written} from '../src/cli/command/write-command.ts'
import {usage} from '../src/errors.ts'
import {counted} from '../src/formats/counted.ts'
import {lastChanges, type Undone, undoChanges, type Which} from '../src/services/undo/undo.ts'

export default class Undo extends WriteCommand {
  static override strict = false
  static override summary = 'undo changes'
  static override description =
    `Puts every object back to what it was before the change, if it is still as the change left it; otherwise nothing is undone, and the three states are shown. Several changes are undone together or not at all. An undo is a change itself, and can be undone.
Not undone: 'callbacks erase', 'callbacks purge', 'db init', and the deletion of a list of over 10,000 callback requests. What undo needs of customers is kept for 30 days (undoDays).`
  static override examples = [
    `xivoctl rights set jbond --add-queue ventes --context demo && xivoctl history --ids --limit 1 --context demo | xargs <%= config.bin %> <%= command.id %> --context demo`,
    `xivoctl rights set jbond --add-queue ventes --context demo && xivoctl history --columns run --no-headers --csv --limit 1 --context demo | xargs <%= config.bin %> <%= command.id %> --dry-run --context demo --run`,
  ]
  static override args = {
    change: Args.string({description: "ids of the changes, from 'history'"}),
  }
  static override flags = {
    last: Flags.boolean({
      description: 'undo your own last command; it is shown, and asked about',
      exclusive: ['run', 'yes'],
    }),
    run: Flags.string({description: 'undo all changes of one command or request', helpValue: 'RUN-ID'}),
  }

  async run(): Promise<Written<Undone>> {
    const {argv, flags} = await this.parse(Undo)
    const ids = argv as string[]
    const ways = [ids.length > 0, flags.last, flags.run !== undefined].filter(Boolean).length
    if (ways !== 1) {
      throw usage(ways === 0 ? 'say what to undo' : 'the ids of changes, --last and --run do not go together', {
        hints: ['the id of a change, --run RUN-ID, or --last'],
      })
    }
    const which: Which = flags.run === undefined ? {ids} : {run: flags.run}
    const last = flags.last ? await this.read(flags, (context) => lastChanges(context)) : undefined
    return this.change<Undone>(flags, (context) => undoChanges(context, last ?? which), {
      ...(last && {ask: ({result}) => `undo ${counted(result.undone.length, 'change')}?`}),
      show: ({undone, kept = []}) => {
        this.log(
          `${flags['dry-run'] ? 'would undo' : 'undid'} ${counted(undone.length, 'change')}: ${undone.join(', ')}`,
        )
        if (kept.length > 0) this.note(`changed since, and kept: ${kept.join(', ')}`)
      },
    })
  }
}
