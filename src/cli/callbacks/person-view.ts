import {Flags} from '@oclif/core'
import type {Who} from '../../services/callbacks/holdings.ts'
import type {Person, PersonAnswer, PersonState} from '../../services/callbacks/person.ts'
import type {PersonalValues} from '../../services/callbacks/view.ts'
import type {Settings} from '../../settings/load.ts'
import {label} from '../command/change-view.ts'
import {type Columns, cellsOf, Day} from '../list/table.ts'
import {queueText} from './do-not-call-view.ts'

/** The flags that select a person, for `callbacks person` and `callbacks erase`. */
export const whoFlags = {
  phone: Flags.string({
    multiple: true,
    multipleNonGreedy: true,
    required: true,
    description: 'phone number of the customer, in any spelling; matches either number of a request',
    helpValue: 'NUMBER',
  }),
  name: Flags.string({
    multiple: true,
    multipleNonGreedy: true,
    description: 'if several names share the number, include only the customer with this name',
    helpValue: 'NAME',
    exclusive: ['everyone'],
  }),
  everyone: Flags.boolean({description: 'if several names share the number, include all of them'}),
}

export const whoOf = ({
  phone,
  name,
  everyone,
}: {
  phone: readonly string[]
  name?: readonly string[] | undefined
  everyone: boolean
}): Who => ({phones: phone, names: name, everyone})

/** A table of one kind of stored data. */
export interface PersonTable {
  title: string
  /** What the data are, and how long they are kept. */
  about: string
  heads: string[]
  cells: string[][]
}

/** For a request, and for anything that has a copy of its fields. */
const ofCustomer: Columns<PersonalValues & {listName: string}> = {
  list: ({listName}) => listName,
  phone: ({phoneNumber}) => phoneNumber,
  mobile: ({mobilePhoneNumber}) => mobilePhoneNumber,
  'first name': ({firstName}) => firstName,
  'last name': ({lastName}) => lastName,
  company: ({company}) => company,
  description: ({description}) => description,
}

/** The tables of everything stored about a person, empty ones included. */
export const personTables = (
  {requests, history, answers, doNotCall, tickets}: Person,
  {undoDays, importLedgerDays}: Pick<Settings, 'undoDays' | 'importLedgerDays'>,
): PersonTable[] => [
  tableOf(
    'callback requests',
    'Callback requests, ongoing and closed. They are kept until they are deleted.',
    requests,
    {
      created: ({createdAt}) => createdAt && new Date(createdAt),
      due: ({dueDate}) => new Day(dueDate),
      ...ofCustomer,
      period: ({preferredPeriod}) => preferredPeriod.name,
      state: ({clotured}) => (clotured ? 'closed' : 'ongoing'),
      closed: ({closedAt}) => closedAt && new Date(closedAt),
      'came with': ({import: came}) => came && (came.fileName ?? `import ${came.uuid}`),
      origin: ({import: came}) => came?.origin,
      uuid: ({uuid}) => uuid,
    },
  ),
  tableOf(
    'history',
    `These requests, tickets and do-not-call entries before and after each change. They are kept for ${undoDays} days.`,
    history,
    {
      at: ({at}) => new Date(at),
      before: ({before}) => stateText(before),
      after: ({after}) => stateText(after),
      request: ({uuid}) => uuid,
    },
  ),
  tableOf(
    'answers to repeated requests',
    `Answers that the REST API repeats if a request is sent again. They are kept for ${importLedgerDays} days.`,
    answers,
    {
      at: ({at}) => new Date(at),
      answer: answerText,
      request: ({uuid}) => uuid,
    },
  ),
  tableOf(
    'tickets',
    'Attempts to call. Personal data in them are kept until the request is purged, or the person is erased.',
    tickets,
    {
      at: ({startedAt}) => new Date(startedAt),
      ...ofCustomer,
      status: ({status}) => status,
      comment: ({comment}) => comment,
      agent: ({agentNumber}) => agentNumber,
      request: ({requestUuid}) => requestUuid,
    },
  ),
  tableOf('do not call', 'Numbers that are not to be called. They are kept until they are removed.', doNotCall, {
    number: ({phoneNumber}) => phoneNumber,
    queue: queueText,
    reason: ({reason}) => reason,
    since: ({since}) => new Day(since),
  }),
]

/** Omits empty columns, because a page is narrow. */
function tableOf<T>(title: string, about: string, rows: readonly T[], columns: Columns<T>): PersonTable {
  const cells = cellsOf(rows, columns)
  const used = Object.keys(columns).map((_, i) => cells.some((row) => row[i] !== ''))
  const inUse = <E>(all: readonly E[]) => all.filter((_, i) => used[i])
  return {title, about, heads: inUse(Object.keys(columns)), cells: cells.map(inUse)}
}

const stateText = (state: PersonState | undefined) =>
  Object.entries(state ?? {})
    .map(([field, value]) => `${label(field)} ${field === 'clotured' ? (value ? 'closed' : 'ongoing') : value}`)
    .join('; ')

const answerText = ({fields, lines = []}: PersonAnswer) =>
  [stateText(fields), ...lines.map(({line, value, reason}) => `line ${line}: ${value} ${reason}`)]
    .filter(Boolean)
    .join('; ')
