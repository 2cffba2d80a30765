import {Flags} from '@oclif/core'
import type {Documents} from '../../src/cli/command/answers.ts'
import {ReadCommand} from '../../src/cli/command/read-command.ts'
import {listFlags} from '../../src/cli/list/list-flags.ts'
import {listProfiles, type ProfileType, profileTypes, type UserProfile} from '../../src/services/rights/profiles.ts'

export default class ProfilesList extends ReadCommand {
  static override summary = 'list the users who have a login, with their profile'
  static override examples = [
    '<%= config.bin %> <%= command.id %> --context demo',
    '<%= config.bin %> <%= command.id %> --context demo --profile supervisor --json',
    '<%= config.bin %> <%= command.id %> --profile supervisor --ids --context demo',
  ]
  static override flags = {
    profile: Flags.option({options: profileTypes, description: 'show only users with this profile'})(),
    ...listFlags,
  }

  async run(): Promise<Documents<UserProfile[]>> {
    const {flags} = await this.parse(ProfilesList)
    return this.list(flags, (context) => listProfiles(context, only(flags.profile)), {
      columns: {
        name: ({name}) => name,
        firstname: ({firstname}) => firstname,
        login: ({login}) => login,
        profile: ({profile}) => profile,
      },
      id: ({login}) => login,
    })
  }
}

const only = (profile: ProfileType | undefined) => (profile ? {profile} : {})
