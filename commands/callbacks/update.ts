import {Flags} from '@oclif/core'
import {closedDaysFlag} from '../../src/cli/callbacks/closed-days-flag.ts'
import {RequestsCommand} from '../../src/cli/callbacks/requests-command.ts'
import {aboutSelections, isSelection, selectionWithoutPhone} from '../../src/cli/callbacks/selection.ts'
import {
  callbackFieldsView,
  callbackInput,
  callbackInputFlags,
  withoutNames,
  writtenListing,
} from '../../src/cli/callbacks/view.ts'
import {longEnough, someUuid, uuidOrSelectionArgs} from '../../src/cli/command/uuids.ts'
import type {Written} from '../../src/cli/command/write-command.ts'
import {writtenRowFlags} from '../../src/cli/list/list-flags.ts'
import {asksForRows} from '../../src/cli/list/listing.ts'
import type {Context} from '../../src/context.ts'
import {only, updateCallbacks, wholeUuid} from '../../src/services/callbacks/requests.ts'
import type {Choice} from '../../src/services/callbacks/selection.ts'
import type {Callback} from '../../src/services/callbacks/view.ts'
import {answering} from '../../src/services/journal.ts'

export default class CallbacksUpdate extends RequestsCommand {
  static override summary = 'change callback requests'
  static override description = `Omitted fields keep their value. An empty value clears a field: --mobile ''.
With one uuid, --json prints the request, otherwise a list.
${aboutSelections('Changes')}`
  static override strict = false
  static override examples = [
    `<%= config.bin %> <%= command.id %> ${someUuid} --phone 0230210093 --context demo`,
    `<%= config.bin %> <%= command.id %> ${someUuid} --due 2026-12-01 --period Matin --context demo`,
    '<%= config.bin %> <%= command.id %> --queue sales --overdue --due +1d --dry-run --context demo',
  ]
  static override args = uuidOrSelectionArgs
  static override flags = {
    ...callbackInputFlags,
    due: Flags.string({
      description:
        'day by which to call back: 2026-12-01, tomorrow; +1d moves each due date one day later, -2w two weeks earlier',
      helpValue: 'DAY|+1d',
    }),
    'closed-days': closedDaysFlag,
    ...selectionWithoutPhone,
    ...writtenRowFlags,
  }

  async run(): Promise<Written<Callback> | Written<Callback[]>> {
    const {argv, flags} = await this.parse(CallbacksUpdate)
    const {phone: _, ...others} = flags
    const update = (context: Context, choice: Choice) =>
      updateCallbacks(context, choice, callbackInput(flags), {closedDays: flags['closed-days']})
    const [typed, ...more] = argv as string[]
    if (typed === undefined || typed === '-' || more.length > 0 || isSelection(others))
      return this.changeRequests(others, argv, update, {ask: (requests) => `change ${requests}?`})
    const uuid = longEnough(typed)
    const showRows = this.rowsAsAsked(writtenListing, flags)
    return this.change(flags, async (context) => answering(update(context, [await wholeUuid(context, uuid)]), only), {
      show: async (callback) => {
        if (asksForRows(flags)) await showRows([callback])
        else this.showFields(callbackFieldsView(callback))
      },
      document: withoutNames,
    })
  }
}
