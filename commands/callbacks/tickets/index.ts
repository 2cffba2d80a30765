import {Args, Flags} from '@oclif/core'
import {ticketListing} from '../../../src/cli/callbacks/tickets-view.ts'
import type {Documents} from '../../../src/cli/command/answers.ts'
import {ReadCommand} from '../../../src/cli/command/read-command.ts'
import {listFlags} from '../../../src/cli/list/list-flags.ts'
import type {Ticket} from '../../../src/services/callbacks/attempts.ts'
import {LISTED_TICKETS, listTickets} from '../../../src/services/callbacks/tickets.ts'

export default class CallbacksTickets extends ReadCommand {
  static override summary = 'list tickets (attempts to call), newest first'
  static override description =
    'A ticket is one attempt to call: the request as it was, the outcome of the call, and who called. A ticket is kept when the request is deleted.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> --context demo',
    '<%= config.bin %> <%= command.id %> "Relances ventes" --since yesterday --status no-answer --context demo',
    '<%= config.bin %> <%= command.id %> --agent 1001 --csv --context demo',
  ]
  static override args = {list: Args.string({description: 'only tickets of this callback list, by name or uuid'})}
  static override flags = {
    since: Flags.string({
      description: 'only tickets from this moment on: 2026-11-28, "2026-11-28 14:30", yesterday, -3d, -2h',
      helpValue: 'WHEN',
    }),
    agent: Flags.string({description: 'only tickets of this agent, by number', helpValue: 'AGENT'}),
    status: Flags.string({description: 'only tickets with this status', helpValue: 'STATUS'}),
    limit: Flags.integer({
      min: 1,
      max: 10_000_000,
      default: LISTED_TICKETS,
      helpValue: 'N',
      description: 'show at most this many tickets',
    }),
    ...listFlags,
  }

  async run(): Promise<Documents<Ticket[]>> {
    const {args, flags} = await this.parse(CallbacksTickets)
    const {since, agent, status, limit} = flags
    const filter = {list: args.list, since, agent, status, limit}
    return this.list(flags, (context) => listTickets(context, filter), {
      ...ticketListing,
      told: (answers) => {
        if (answers.some(({length}) => length === limit))
          this.note(`the newest ${limit}; if there are more, a higher --limit shows them`)
      },
    })
  }
}
