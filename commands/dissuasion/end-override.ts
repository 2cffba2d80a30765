import {Args, Flags} from '@oclif/core'
import {WriteCommand, type Written} from '../../src/cli/command/write-command.ts'
import {overrideFields} from '../../src/cli/dissuasion/overrides-view.ts'
import {invalid, usage} from '../../src/errors.ts'
import {type Done, doWhatIsDue, endOverride} from '../../src/services/dissuasion/overrides.ts'

export default class DissuasionEndOverride extends WriteCommand {
  static override summary = 'end an override: restore the dissuasion that each queue had before'
  static override description =
    `Restores exactly what was there, in one transaction. A dissuasion that somebody changed during the override stays as it is, and is listed. The files of the override are set aside, so that 'undo' can restore them.
--due starts the overrides whose --from time has come, and ends those whose --until time has passed. Run it with --quiet every minute, from cron or a systemd timer; 'serve' does the same. Each override starts and ends once, even if several processes do this.`
  static override examples = [
    `<%= config.bin %> dissuasion override "$(<%= config.bin %> demo start | sed -n 's/^sounds *//p')/bienvenue.wav" --queue sales --context demo && <%= config.bin %> <%= command.id %> --context demo`,
    '<%= config.bin %> <%= command.id %> --due --quiet --context demo',
  ]
  static override args = {
    id: Args.string({description: 'id of the override; may be omitted if there is only one', name: 'id'}),
  }
  static override flags = {
    due: Flags.boolean({description: 'start and end the overrides that are due'}),
  }

  async run(): Promise<Written<Done>> {
    const {args, flags} = await this.parse(DissuasionEndOverride)
    const {id} = args
    if (id !== undefined && flags.due) throw usage('give either an ID or --due')
    if (id !== undefined && !/^\d{1,9}$/.test(id)) throw invalid(`'${id}' is not the id of an override`)
    return this.change(
      flags,
      (context) => (flags.due ? doWhatIsDue(context) : endOverride(context, id === undefined ? undefined : Number(id))),
      {
        show: ({started, ended}) => {
          for (const override of flags.quiet ? [] : [...started, ...ended]) this.showFields(overrideFields(override))
        },
      },
    )
  }
}
