import {Args, Flags} from '@oclif/core'
import {requireTerminal} from '../src/cli/command/confirm.ts'
import {WriteCommand, type Written} from '../src/cli/command/write-command.ts'
import {usage} from '../src/errors.ts'
import {counted} from '../src/formats/counted.ts'
import {lastChanges, type Undone, undoChanges, type Which} from '../src/services/undo/undo.ts'

export default class Undo extends WriteCommand {
  static override strict = false
  static override summary = 'undo changes'
  static override description =
    `Restores every object to its state before the change. If an object has changed since, nothing is undone, and its states before the change, after it and now are shown. Of an import, requests that have changed since are kept and listed; the others are deleted. Several changes are undone together or not at all. An undo is a change itself, and can be undone.
Cannot be undone: 'callbacks erase', 'callbacks purge', 'history purge', 'db init', the deletion of a list of more than 10,000 callback requests, and the undo of an import that deleted more. Customer data that undo needs are kept for 30 days (setting undoDays); after that, changes of callback requests cannot be undone.`
  static override examples = [
    `xivoctl rights set jbond --add-queue ventes --context demo && xivoctl history --ids --limit 1 --context demo | xargs <%= config.bin %> <%= command.id %> --context demo`,
    `xivoctl rights set jbond --add-queue ventes --context demo && xivoctl history --columns run --no-headers --csv --limit 1 --context demo | xargs <%= config.bin %> <%= command.id %> --dry-run --context demo --run`,
  ]
  static override usage = '(CHANGE... | --run RUN-ID | --last) [flags]'
  static override args = {
    change: Args.string({description: "ids of the changes, from 'history'"}),
  }
  static override flags = {
    last: Flags.boolean({
      description: 'undo your own last command, after confirmation; cannot be combined with --yes',
      exclusive: ['run', 'yes'],
    }),
    run: Flags.string({description: 'undo all changes of one command or request', helpValue: 'RUN-ID'}),
  }

  async run(): Promise<Written<Undone>> {
    const {argv, flags} = await this.parse(Undo)
    const ids = argv as string[]
    const ways = [ids.length > 0, flags.last, flags.run !== undefined].filter(Boolean).length
    if (ways !== 1) {
      throw usage(
        ways === 0 ? 'nothing to undo was given' : 'the ids of changes, --last and --run do not go together',
        {
          hints: ['give the id of a change, --run RUN-ID, or --last'],
        },
      )
    }
    if (flags.last && !flags['dry-run']) {
      requireTerminal(
        'undo --last asks for confirmation, and there is no terminal to ask on',
        "in a script, use --run with the id that 'history --columns run' shows",
      )
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
