import {Flags} from '@oclif/core'
import {BaseCommand, csvFlag} from '../../src/cli/base-command.ts'
import {listProfiles, type ProfileType, profileTypes, type UserProfile} from '../../src/services/profiles.ts'

export default class ProfilesList extends BaseCommand {
  static override summary = 'list the users having a login, with their profile'
  static override examples = [
    '<%= config.bin %> <%= command.id %> --context demo',
    '<%= config.bin %> <%= command.id %> --context demo --profile supervisor --json',
  ]
  static override flags = {
    profile: Flags.option({options: profileTypes, description: 'only users with this profile'})(),
    csv: csvFlag,
  }

  async run(): Promise<UserProfile[]> {
    const {flags} = await this.parse(ProfilesList)
    const users = await this.read(flags, (context) => listProfiles(context, only(flags.profile)))
    this.show(
      users,
      {
        name: ({name}) => name,
        firstname: ({firstname}) => firstname,
        login: ({login}) => login,
        profile: ({profile}) => profile,
      },
      flags,
    )
    return users
  }
}

const only = (profile: ProfileType | undefined) => (profile ? {profile} : {})
