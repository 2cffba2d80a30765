import {type TSchema, Type} from 'typebox'
import {callbackReport} from '../../services/callbacks/report.ts'
import type {Server} from '../app.ts'
import {Id, Strict, Switch} from '../schemas.ts'

const text = (description: string) => Type.Optional(Type.String({description}))
const day = (description: string) => Type.String({description})
const count = (description?: string) => Type.Integer(description === undefined ? {} : {description})
const some = <T extends TSchema>(schema: T) => Type.Optional(schema)

const numbers = {
  arrived: count(),
  closed: count('closed in the period, and still closed'),
  closedWithTicket: count('closed requests that have a ticket'),
  medianDays: some(count('median number of days from arrival to closing')),
  promises: count('requests whose first due date is in the period: kept, broken and pending together'),
  kept: count('closed by the first due date'),
  broken: count(),
  pending: count(),
  postponed: count('promises whose due date was moved to a later day'),
  ongoing: count('as of today; so are overdue and oldest'),
  overdue: count(),
  oldest: some(day('the day on which the oldest ongoing request arrived')),
  undated: count('requests without a stored day of arrival or closing'),
}
const attempts = {attempts: count(), closings: count('attempts after which the request was closed')}

const Report = Type.Object({
  from: day('the first day of the period'),
  to: day('the last day of the period'),
  today: day("the database's current date"),
  ...numbers,
  lists: Type.Array(Type.Object({uuid: Type.String(), name: Type.String(), queueId: Id, ...numbers})),
  days: some(Type.Array(Type.Object({day: Type.String(), arrived: count(), closed: count()}))),
  statuses: Type.Array(Type.Object({status: Type.String(), ...attempts})),
  agents: some(Type.Array(Type.Object({agentNumber: some(Type.String()), name: some(Type.String()), ...attempts}))),
  erased: some(
    Type.Object(
      {requests: count(), last: day('when')},
      {description: 'requests that were erased or purged since the period began, which are not counted'},
    ),
  ),
  erasuresSince: some(day('erasures before this day are not known')),
  postponementsSince: some(day('due dates that were changed before this day are known only from tickets')),
})

export async function reportRoutes(app: Server): Promise<void> {
  app.get(
    '/callback_report',
    {
      schema: {
        summary: 'report what arrived, what was closed, and which promises were kept in a period',
        querystring: Strict({
          listUuid: text('only this list'),
          queueId: text('only the lists of this queue'),
          from: text('first day: YYYY-MM-DD, or a word such as -7d [30 days before the last day]'),
          to: text('last day [today]'),
          week: Switch('the last whole week, Monday to Sunday'),
          month: Switch('the last whole month'),
          byDay: Switch('also count what arrived and was closed on each day'),
          byAgent: Switch('also count the attempts of each agent; inform the staff and the works council first'),
        }),
        response: {200: Report},
      },
    },
    ({xivo, query: {listUuid, queueId, from, to, week, month, byDay, byAgent}}) =>
      callbackReport(xivo, {
        list: listUuid === undefined ? undefined : `id:${listUuid}`,
        queue: queueId === undefined ? undefined : `id:${queueId}`,
        from,
        to,
        week: week === 'true',
        month: month === 'true',
        byDay: byDay === 'true',
        byAgent: byAgent === 'true',
      }),
  )
}
