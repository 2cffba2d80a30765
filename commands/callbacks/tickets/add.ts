import {Flags} from '@oclif/core'
import {closedDaysFlag} from '../../../src/cli/callbacks/closed-days-flag.ts'
import {attemptFlags, ticketListing} from '../../../src/cli/callbacks/tickets-view.ts'
import {missingArgument} from '../../../src/cli/command/missing.ts'
import {readUuids, someUuid, uuidArgs} from '../../../src/cli/command/uuids.ts'
import {WriteCommand, type Written} from '../../../src/cli/command/write-command.ts'
import {writtenRowFlags} from '../../../src/cli/list/list-flags.ts'
import type {Ticket} from '../../../src/services/callbacks/attempts.ts'
import {wholeUuids} from '../../../src/services/callbacks/requests.ts'
import {addTickets} from '../../../src/services/callbacks/tickets.ts'

export default class CallbacksTicketsAdd extends WriteCommand {
  static override summary = 'add a ticket: an attempt to call'
  static override description =
    'Adds a ticket to each of these requests, all or none. Either --due sets the day by which to call again, or --close closes the requests.'
  static override strict = false
  static override examples = [
    `<%= config.bin %> <%= command.id %> ${someUuid} --status no-answer --due +1d --context demo`,
    `<%= config.bin %> <%= command.id %> ${someUuid} --status answered --comment "will pay" --agent 1001 --close --dry-run --context demo`,
  ]
  static override args = uuidArgs
  static override flags = {
    ...attemptFlags,
    due: Flags.string({
      description: 'day by which to call again: 2026-12-01, tomorrow, +3d (from today)',
      helpValue: 'DAY',
      exclusive: ['close'],
    }),
    'closed-days': closedDaysFlag,
    close: Flags.boolean({description: 'close the requests'}),
    ...writtenRowFlags,
  }

  async run(): Promise<Written<Ticket[]>> {
    const {argv, flags} = await this.parse(CallbacksTicketsAdd)
    const {status, comment, agent, due, close} = flags
    const uuids = await readUuids(argv as string[])
    if (uuids === undefined) throw missingArgument('uuid', this.ctor, this.words())
    return this.changeRows(
      flags,
      async (context) => {
        const whole = await wholeUuids(context, uuids)
        return addTickets(context, whole, {status, comment, agent}, {due, close, closedDays: flags['closed-days']})
      },
      ticketListing,
    )
  }
}
