import {Flags} from '@oclif/core'
import {closedDaysRules} from '../../formats/closed-days.ts'

/** For the commands that write due dates. */
export const closedDaysFlag = Flags.option({
  options: closedDaysRules,
  description:
    'what to do if the queue is closed on the due date: warn, or use the next open day [setting closedDays, else off]',
})()
