import {Flags} from '@oclif/core'
import {parseFilterText} from '../../formats/filters.ts'
import type {Wanted} from '../../services/callbacks/search.ts'
import {MOST_UNSEEN, type Selection} from '../../services/callbacks/selection.ts'
import {fromNone} from '../command/whole-numbers.ts'

const helpGroup = 'SELECTION'

const several = (description: string, helpValue: string) =>
  Flags.string({multiple: true, multipleNonGreedy: true, description, helpValue, helpGroup})

/** What a request must meet; see the filters of `callbacks find`. */
export const conditionFlags = {
  list: several('requests of this callback list, by name or uuid; repeat it for several lists', 'LIST'),
  queue: several('requests of this queue, by name or id; repeat it for several queues', 'QUEUE'),
  phone: several('phone number of the customer, in any spelling; matches either number of a request', 'NUMBER'),
  overdue: Flags.boolean({description: 'ongoing requests that were due before today', helpGroup}),
  'do-not-call': Flags.boolean({description: 'requests with a number on the do-not-call list', helpGroup}),
  filter: several('condition that a request must meet', "'FIELD OPERATOR VALUE'"),
}

const atMost = Flags.integer({
  ...fromNone,
  helpValue: 'N',
  description: `refuse to change more than this many requests [with --yes: ${MOST_UNSEEN}]`,
  helpGroup,
})

export const aboutSelections = (does: string) =>
  `${does} the requests with these uuids, or those that match the selection flags; run 'callbacks find' with the same flags to see them. With selection flags, the command shows what it would do, and asks. It does all of it, or nothing.`

/** The requests that a command changes, in place of their uuids. */
export const selectionFlags = {...conditionFlags, 'at-most': atMost}

/** For the command in which --phone is the new number. */
const {phone: _, ...selectionWithoutPhone} = selectionFlags

export {selectionWithoutPhone}

export interface ConditionFlags {
  list?: string[] | undefined
  queue?: string[] | undefined
  phone?: string[] | undefined
  overdue: boolean
  'do-not-call'?: boolean
  filter?: string[] | undefined
}

/** The conditions of the flags; none without flags. */
export const conditionsOf = ({
  list,
  queue,
  phone,
  overdue,
  'do-not-call': objected,
  filter = [],
}: ConditionFlags): Wanted[] => [
  ...(list ? [{lists: list}] : []),
  ...(queue ? [{queues: queue}] : []),
  ...(phone ? [{phones: phone}] : []),
  ...(overdue ? ['clotured = false', 'dueDate < today'].flatMap(parseFilterText) : []),
  ...(objected ? [{objected: true as const}] : []),
  ...filter.flatMap(parseFilterText),
]

interface SelectionFlags extends ConditionFlags {
  'at-most'?: number | undefined
  yes: boolean
  'dry-run': boolean
}

export const isSelection = (flags: SelectionFlags) => conditionsOf(flags).length > 0 || flags['at-most'] !== undefined

/** The selection; undefined without one. */
export function selectionOf(flags: SelectionFlags): Selection | undefined {
  const wanted = conditionsOf(flags)
  if (wanted.length === 0) return undefined
  return {wanted, atMost: flags['at-most'] ?? (flags.yes && !flags['dry-run'] ? MOST_UNSEEN : undefined)}
}
