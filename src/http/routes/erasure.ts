import {type Static, Type} from 'typebox'
import {eraseCallbacks, purgeCallbacks} from '../../services/callbacks/erasure.ts'
import {showPerson} from '../../services/callbacks/person.ts'
import type {Server} from '../app.ts'
import {Day, DoNotCallEntry, Moment, OwnCallback, Problem, personal, Strict, Ticket, Uuid} from '../schemas.ts'
import {written} from '../writes.ts'

const erasure = {
  ongoing: Type.Integer(),
  closed: Type.Integer(),
  lists: Type.Array(
    Type.Object({uuid: Type.String(), name: Type.String(), ongoing: Type.Integer(), closed: Type.Integer()}),
  ),
}

/** Selects a person. */
const who = {
  phoneNumbers: Type.Array(Type.String()),
  names: Type.Optional(
    Type.Array(Type.String(), {
      description: 'if several names share a number, include only the customers with these names',
    }),
  ),
  everyone: Type.Optional(Type.Boolean({description: 'if several names share a number, include all of them'})),
}
const examples = [{phoneNumbers: ['0230210092']}]

const Who = Strict(who, {examples})
const Erased = Strict(
  {
    ...who,
    doNotCall: Type.Optional(
      Type.Boolean({description: 'keep the numbers on the do-not-call list, or add them to it, for all queues'}),
    ),
  },
  {examples},
)

const whoOf = ({phoneNumbers: phones, ...others}: Static<typeof Who>) => ({phones, ...others})

const tickets = Type.Optional(Type.Integer({description: 'number of tickets that were emptied'}))
const others = Type.Optional(
  Type.Integer({
    description: 'number of requests with one of these numbers that may belong to other people; they are left out',
  }),
)

const PersonState = Type.Object({
  ...personal,
  dueDate: Type.Optional(Day),
  clotured: Type.Optional(Type.Boolean()),
  reason: Type.Optional(Type.String()),
  comment: Type.Optional(Type.String()),
})

const Person = Type.Object(
  {
    spellings: Type.Array(Type.String(), {description: 'the numbers as they are stored'}),
    requests: Type.Array(
      Type.Object({
        ...OwnCallback.properties,
        import: Type.Optional(
          Type.Object(
            {
              uuid: Uuid,
              fileName: Type.Optional(Type.String()),
              importedAt: Moment,
              origin: Type.Optional(Type.String({description: "where its customers' data come from"})),
            },
            {description: 'the import that created it, as long as the ledger keeps that import'},
          ),
        ),
      }),
    ),
    history: Type.Array(
      Type.Object({
        at: Moment,
        uuid: Uuid,
        change: Type.Optional(Type.String({description: 'id of the change'})),
        by: Type.Optional(Type.String()),
        asked: Type.Optional(Type.String()),
        before: Type.Optional(PersonState),
        after: Type.Optional(PersonState),
      }),
      {description: 'earlier states of these requests in the history, oldest first'},
    ),
    answers: Type.Array(
      Type.Object({
        at: Moment,
        uuid: Type.Optional(Uuid),
        fields: Type.Optional(Type.Object(personal)),
        lines: Type.Optional(Type.Array(Problem, {description: 'lines of an import report'})),
      }),
      {description: 'answers stored for repeated requests'},
    ),
    doNotCall: Type.Array(DoNotCallEntry, {description: 'the entries of their numbers in the do-not-call list'}),
    tickets: Type.Array(Ticket, {description: 'tickets: attempts to call them, oldest first'}),
    others,
  },
  {title: 'Person'},
)

/** What data protection asks for. Phone numbers are in the body, because logs keep URLs. */
export async function erasureRoutes(app: Server): Promise<void> {
  app.post(
    '/callback_requests/person',
    {
      config: {reads: true, confidential: true},
      schema: {
        summary: 'show everything stored about the customers with these phone numbers',
        body: Who,
        response: {200: Person},
      },
    },
    ({xivo, body}) => showPerson(xivo, whoOf(body)),
  )
  app.post(
    '/callback_requests/erase',
    {
      schema: {
        summary: 'delete everything stored about the customers with these phone numbers',
        body: Erased,
        response: {
          200: Type.Object({
            ...erasure,
            spellings: Type.Array(Type.String(), {description: 'the numbers as they were stored'}),
            answers: Type.Integer(),
            doNotCall: Type.Optional(Type.Integer({description: 'number of entries of the do-not-call list'})),
            tickets,
            others,
          }),
        },
      },
    },
    (request, reply) => {
      const {doNotCall, ...who} = request.body
      return written(request, reply, eraseCallbacks(request.xivo, whoOf(who), {doNotCall}))
    },
  )
  app.post(
    '/callback_requests/purge',
    {
      schema: {
        summary: 'delete requests that were closed, or due, before a given day',
        body: Strict(
          {
            closedBefore: Type.Optional(
              Type.String({
                description:
                  'delete requests that were closed before this day and have not changed since: YYYY-MM-DD, or a word such as -90d',
              }),
            ),
            dueBefore: Type.Optional(
              Type.String({
                description:
                  'delete requests that were due before this day, closed or not: YYYY-MM-DD, or a word such as -1y',
              }),
            ),
            listUuid: Type.Optional(Type.String({description: 'only requests of this list'})),
          },
          {examples: [{closedBefore: '2026-01-01'}]},
        ),
        response: {200: Type.Object({...erasure, undated: Type.Integer(), tickets})},
      },
    },
    (request, reply) => {
      const {listUuid, ...outdated} = request.body
      const only = listUuid === undefined ? {} : {list: `id:${listUuid}`}
      return written(request, reply, purgeCallbacks(request.xivo, outdated, only))
    },
  )
}
