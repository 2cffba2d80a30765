import {Flags} from '@oclif/core'
import {closedDaysRules} from '../../formats/closed-days.ts'

/** Of the commands that write due dates. */
export const closedDaysFlag = Flags.option({
  options: closedDaysRules,
  description:
    'what to do with a due date on a day on which the queue is closed: warn, or take the next open day [off]',
})()
