import {Flags} from '@oclif/core'
import {loginArg} from '../../src/cli/command/arguments.ts'
import {WriteCommand, type Written} from '../../src/cli/command/write-command.ts'
import {rightsFields} from '../../src/cli/rights/view.ts'
import {profileTypes} from '../../src/services/rights/profiles.ts'
import {
  type ListChange,
  type RightsAnswer,
  type RightsChange,
  rightsAnswer,
  setRights,
} from '../../src/services/rights/rights.ts'

const names = (description: string, helpValue: string) =>
  Flags.string({multiple: true, multipleNonGreedy: true, description, helpValue})

export default class RightsSet extends WriteCommand {
  static override summary = "set a user's profile and rights"
  static override description =
    `Omitted fields keep their value. --queue, --group and --incall replace the whole list; --add-… and --remove-… change single entries.
When the profile changes, fields that both profiles have keep their value; the others are dropped, and listed.`
  static override examples = [
    '<%= config.bin %> <%= command.id %> jbond --profile supervisor --queue support --queue sales --group default --no-recording --context demo',
    '<%= config.bin %> <%= command.id %> jbond --add-queue switchboard --remove-queue sales --context demo',
    '<%= config.bin %> <%= command.id %> jbond --no-incalls --dissuasion --context demo',
  ]
  static override args = loginArg
  static override flags = {
    profile: Flags.option({options: profileTypes, description: 'the profile; required when the user has none'})(),
    queue: names('queues the user may see, by name or id: replaces the list', 'QUEUE'),
    'add-queue': names('queues to add', 'QUEUE'),
    'remove-queue': names('queues to remove', 'QUEUE'),
    'no-queues': Flags.boolean({description: 'empty the list of queues', exclusive: ['queue']}),
    group: names('agent groups the user may see, by name or id: replaces the list', 'GROUP'),
    'add-group': names('agent groups to add', 'GROUP'),
    'remove-group': names('agent groups to remove', 'GROUP'),
    'no-groups': Flags.boolean({description: 'empty the list of agent groups', exclusive: ['group']}),
    incall: names('incalls the user may see, as EXTEN[@CONTEXT] or id: replaces the list', 'INCALL'),
    'add-incall': names('incalls to add', 'INCALL'),
    'remove-incall': names('incalls to remove', 'INCALL'),
    'no-incalls': Flags.boolean({description: 'empty the list of incalls', exclusive: ['incall']}),
    recording: Flags.boolean({allowNo: true, description: 'may use recordings (supervisors only; yes by default)'}),
    dissuasion: Flags.boolean({allowNo: true, description: 'may change dissuasions (supervisors only; no by default)'}),
  }

  async run(): Promise<Written<RightsAnswer>> {
    const {args, flags} = await this.parse(RightsSet)
    const change: RightsChange = {
      ...(flags.profile && {type: flags.profile}),
      queue: listChange(flags.queue, flags['no-queues'], flags['add-queue'], flags['remove-queue']),
      group: listChange(flags.group, flags['no-groups'], flags['add-group'], flags['remove-group']),
      incall: listChange(flags.incall, flags['no-incalls'], flags['add-incall'], flags['remove-incall']),
      ...(flags.recording !== undefined && {recordingAccess: flags.recording}),
      ...(flags.dissuasion !== undefined && {dissuasionAccess: flags.dissuasion}),
    }
    return this.change(flags, (context) => setRights(context, args.login, change), {
      show: (changed) => {
        if (changed.dropped) this.note(`dropped with the former profile: ${changed.dropped.join(', ')}`)
        this.showFields(rightsFields(args.login, {rights: changed, named: changed.named}))
      },
      document: rightsAnswer,
    })
  }
}

function listChange(set: string[] | undefined, empty: boolean, add?: string[], remove?: string[]): ListChange {
  return {...(empty ? {set: []} : set && {set}), ...(add && {add}), ...(remove && {remove})}
}
