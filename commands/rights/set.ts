import {Args, Flags} from '@oclif/core'
import {withOptional} from '../../src/cli/command/optional-argument.ts'
import type {WriteFlags, Written} from '../../src/cli/command/write-command.ts'
import {writtenRowFlags} from '../../src/cli/list/list-flags.ts'
import {asksForRows} from '../../src/cli/list/listing.ts'
import {loginsIn} from '../../src/cli/rights/logins.ts'
import {rightsFields, rightsListing} from '../../src/cli/rights/view.ts'
import {textIn} from '../../src/cli/site/document.ts'
import {SiteWriteCommand} from '../../src/cli/site/site-command.ts'
import type {Context} from '../../src/context.ts'
import {usage} from '../../src/errors.ts'
import {isSiteCsv} from '../../src/formats/site-csv.ts'
import {answering} from '../../src/services/journal.ts'
import {type UserRights, userRights} from '../../src/services/rights/overview.ts'
import {profileTypes} from '../../src/services/rights/profiles.ts'
import {
  type ListChange,
  type RightsAnswer,
  type RightsChange,
  rightsAnswer,
  setRights,
  setRightsOfEach,
} from '../../src/services/rights/rights.ts'
import {applySite} from '../../src/services/site/site.ts'

const names = (description: string, helpValue: string) =>
  Flags.string({multiple: true, multipleNonGreedy: true, description, helpValue})

const login = {description: 'login of the user, exactly as XiVO has it; several are allowed; or --from FILE'}

export default class RightsSet extends SiteWriteCommand {
  static override summary = 'set the profile and rights of one or several users'
  static override description =
    `Omitted fields keep their value. --queue, --group and --incall replace the whole list; --add-… and --remove-… change single entries.
When the profile changes, fields that both profiles have keep their value; the others are dropped, and listed.
All users are changed, or none. With one LOGIN, --json prints the rights, otherwise a list.
--from also reads the CSV that 'profiles list' and 'rights list' print, after you have edited it: the command shows what the columns would change, and asks.`
  static override strict = false
  static override examples = [
    '<%= config.bin %> <%= command.id %> jbond --profile supervisor --queue support --queue sales --group default --no-recording --context demo',
    '<%= config.bin %> <%= command.id %> jbond --add-queue switchboard --remove-queue sales --context demo',
    '<%= config.bin %> <%= command.id %> jbond --no-incalls --dissuasion --context demo',
    '<%= config.bin %> <%= command.id %> jmenage jurbain --profile teacher --queue sales --context demo',
    '<%= config.bin %> <%= command.id %> jurbain --like jbond --dry-run --context demo',
    '<%= config.bin %> profiles list --profile supervisor --ids --context demo | <%= config.bin %> <%= command.id %> --from - --add-queue sav --context demo',
    '<%= config.bin %> rights list --csv --context demo | <%= config.bin %> <%= command.id %> --from - --dry-run --context demo',
  ]
  static override usage = '(LOGIN... | --from FILE) [flags]'
  static override args = {login: Args.string({required: true, ...login})}
  static override flags = {
    from: Flags.string({
      description:
        "file with the logins of the users to change, one per line, or the CSV of 'profiles list' or 'rights list'; - is standard input",
      helpValue: 'FILE',
    }),
    like: Flags.string({
      description: 'copy the profile and rights of this user, then apply the other flags',
      helpValue: 'LOGIN',
    }),
    profile: Flags.option({options: profileTypes, description: 'the profile; required if the user has none'})(),
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
    recording: Flags.boolean({
      allowNo: true,
      description: 'may listen to recordings (supervisors only; yes by default)',
    }),
    dissuasion: Flags.boolean({allowNo: true, description: 'may change dissuasions (supervisors only; no by default)'}),
    ...writtenRowFlags,
  }

  async run(): Promise<Written<RightsAnswer> | Written<UserRights[]> | Written<object>> {
    const {argv, flags} = await this.parse(this.argv.some(isFrom) ? withOptional(RightsSet, 'login') : RightsSet)
    const file = flags.from === undefined ? undefined : await textIn(flags.from)
    if (file !== undefined && isSiteCsv('profiles', file)) return this.setAsListed(flags, file, argv as string[])
    const change: RightsChange = {
      ...(flags.like !== undefined && {like: flags.like}),
      ...(flags.profile && {type: flags.profile}),
      queue: listChange(flags.queue, flags['no-queues'], flags['add-queue'], flags['remove-queue']),
      group: listChange(flags.group, flags['no-groups'], flags['add-group'], flags['remove-group']),
      incall: listChange(flags.incall, flags['no-incalls'], flags['add-incall'], flags['remove-incall']),
      ...(flags.recording !== undefined && {recordingAccess: flags.recording}),
      ...(flags.dissuasion !== undefined && {dissuasionAccess: flags.dissuasion}),
    }
    const [typed, ...others] = argv as string[]
    if (typed !== undefined && others.length === 0 && file === undefined && !asksForRows(flags)) {
      return this.change(flags, (context) => setRights(context, typed, change), {
        show: (changed) => {
          if (changed.dropped) this.note(`dropped with the former profile: ${changed.dropped.join(', ')}`)
          this.showFields(rightsFields(typed, {rights: changed, named: changed.named}))
        },
        document: rightsAnswer,
      })
    }
    const inFile = loginsIn(file ?? '')
    if (inFile.heading)
      this.warn(`the first line of the file, '${inFile.heading}', is read as a heading, not as a login`)
    const logins = [...(argv as string[]), ...inFile.logins]
    const setEach = (context: Context) =>
      answering(setRightsOfEach(context, logins, change), (all) =>
        all.map(({user, ...rights}) => userRights(user, {rights, named: rights.named})),
      )
    return this.changeRows(flags, setEach, rightsListing)
  }

  /** Each row sets the rights of its user. */
  private async setAsListed(flags: WriteFlags & {from?: string | undefined}, text: string, logins: readonly string[]) {
    const others = [
      ...logins,
      ...Object.keys(RightsSet.flags)
        .filter((flag) => flag !== 'from' && flags[flag as keyof typeof flags] !== undefined)
        .map((flag) => `--${flag}`),
    ]
    if (others.length > 0) throw usage(`the columns of the file say what to set: omit ${others.join(', ')}`)
    return this.setSection(flags, applySite, 'profiles', flags.from ?? '-', text)
  }
}

const isFrom = (word: string) => /^--from(=|$)/.test(word)

function listChange(set: string[] | undefined, empty: boolean, add?: string[], remove?: string[]): ListChange {
  return {...(empty ? {set: []} : set && {set}), ...(add && {add}), ...(remove && {remove})}
}
