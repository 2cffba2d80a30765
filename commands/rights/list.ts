import {Flags} from '@oclif/core'
import type {Documents} from '../../src/cli/command/answers.ts'
import {ReadCommand} from '../../src/cli/command/read-command.ts'
import {listFlags} from '../../src/cli/list/list-flags.ts'
import {rightsListing} from '../../src/cli/rights/view.ts'
import {listRights, type UserRights} from '../../src/services/rights/overview.ts'

export default class RightsList extends ReadCommand {
  static override summary = 'list who may do what: one row per user with a profile'
  static override description =
    `The column recording says who may listen to the recordings of these queues (a teacher may during the period that a supervisor gives them); the column dissuasion says who may change the dissuasions of these queues.
An admin sees everything, and is always listed. 'rights why' explains the rights of one user.`
  static override examples = [
    '<%= config.bin %> <%= command.id %> --context demo',
    '<%= config.bin %> <%= command.id %> --queue sales --columns name,firstname,profile,recording --context demo',
    '<%= config.bin %> <%= command.id %> --xlsx rights.xlsx --context demo',
  ]
  static override flags = {
    queue: Flags.string({description: 'show only users who see this queue, by name or id', helpValue: 'QUEUE'}),
    group: Flags.string({description: 'show only users who see this agent group, by name or id', helpValue: 'GROUP'}),
    incall: Flags.string({
      description: 'show only users who see this incall, as EXTEN[@CONTEXT] or id',
      helpValue: 'INCALL',
    }),
    ...listFlags,
  }

  async run(): Promise<Documents<UserRights[]>> {
    const {flags} = await this.parse(RightsList)
    const {queue, group, incall} = flags
    return this.list(flags, (context) => listRights(context, {queue, group, incall}), {
      ...rightsListing,
      empty: (queue ?? group ?? incall) === undefined ? 'no user has a profile' : 'no user sees it',
    })
  }
}
