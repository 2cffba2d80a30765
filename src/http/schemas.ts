import {type Static, Type} from 'typebox'
import {filterFields, filterOperators} from '../formats/filters.ts'
import {type PersonalField, personalFields} from '../formats/request-fields.ts'

export const Problem = Type.Object({
  line: Type.Optional(Type.Integer()),
  column: Type.Optional(Type.String()),
  pointer: Type.Optional(Type.String({description: 'JSON pointer to the value in the body (RFC 6901)'})),
  value: Type.Optional(Type.String()),
  reason: Type.String(),
})

export const Change = Type.Object(
  {
    kind: Type.String({description: 'what was changed', examples: ['rights']}),
    id: Type.Union([Type.Integer(), Type.String()], {description: 'unique within its kind'}),
    name: Type.String({description: 'name to display'}),
    before: Type.Optional(Type.Unknown({description: 'absent when the object is created'})),
    after: Type.Optional(Type.Unknown({description: 'absent when the object is deleted'})),
  },
  {title: 'Change'},
)

/** An error that every operation may answer. */
export const Failure = Type.Object(
  {
    error: Type.String(),
    message: Type.String(),
    detail: Type.Optional(Type.String()),
    hints: Type.Optional(Type.Array(Type.String())),
    errors: Type.Optional(Type.Array(Problem)),
    changes: Type.Optional(
      Type.Array(Change, {
        description: 'with 412: the current state of the object, and what the request would make of it',
      }),
    ),
  },
  {description: 'what went wrong, in words; `detail` and `errors` give details'},
)

/** An object that allows no other fields: an unknown field is refused. */
export const Strict = <P extends Parameters<typeof Type.Object>[0]>(
  properties: P,
  options: {examples?: object[]} = {},
) => Type.Object(properties, {...options, additionalProperties: false})

export const Uuid = Type.String({format: 'uuid'})
/** XiVO's ids are 32-bit integers. */
export const Id = Type.Integer({minimum: 0, maximum: 2 ** 31 - 1})
export const IdText = Type.String({pattern: '^[0-9]{1,10}$', description: 'a number'})
export const Moment = Type.String({format: 'date-time'})
export const Day = Type.String({description: 'YYYY-MM-DD', examples: ['2026-12-01']})

/** An option of a query that is given or not. */
export const Switch = (description?: string) =>
  Type.Optional(Type.Enum(['true', 'false'], description === undefined ? {} : {description}))

export const ByUuid = Strict({uuid: Type.String({description: 'uuid'})})
/** A list or period in the form that services accept: always by uuid, never by name. */
export const uuidReference = ({uuid}: Static<typeof ByUuid>) => `id:${uuid}`
export const ById = Strict({id: IdText})
export type ById = Static<typeof ById>

export const Period = Type.Object(
  {
    uuid: Uuid,
    name: Type.String(),
    periodStart: Type.String({examples: ['09:00:00']}),
    periodEnd: Type.String({examples: ['17:00:00']}),
    default: Type.Boolean(),
  },
  {title: 'Period'},
)

const optionalText = Type.Optional(Type.String())
export const personal = Object.fromEntries(personalFields.map((field) => [field, optionalText])) as Record<
  PersonalField,
  typeof optionalText
>

/** A callback request as a client sends it. */
export const CallbackInput = Strict(
  {
    ...personal,
    dueDate: Type.Optional(
      Type.String({
        description:
          'YYYY-MM-DD, or a word such as tomorrow; +3d is counted from today, or from the due date in a change',
        examples: ['2026-12-01'],
      }),
    ),
    period: Type.Optional(Type.String({description: 'name of the period'})),
  },
  {examples: [{company: 'Cie', phoneNumber: '0298765432', mobilePhoneNumber: '0654321234', firstName: 'Jack'}]},
)

export const Callback = Type.Object(
  {
    uuid: Uuid,
    listUuid: Uuid,
    ...personal,
    preferredPeriodUuid: Uuid,
    dueDate: Day,
    queueId: Id,
    clotured: Type.Boolean(),
    preferredPeriod: Period,
  },
  {title: 'CallbackRequest'},
)

/** With what this product adds to the API page's. */
export const OwnCallback = Type.Object(
  {
    ...Callback.properties,
    listName: Type.String(),
    queueName: Type.Optional(Type.String({description: 'absent when the queue is gone'})),
    createdAt: Type.Optional(Moment),
    closedAt: Type.Optional(Moment),
    attempts: Type.Optional(Type.Integer({description: 'number of tickets; absent when there is none'})),
    lastStatus: Type.Optional(Type.String({description: 'status of the last ticket'})),
  },
  {title: 'OwnCallbackRequest'},
)

export const CallbackList = Type.Object(
  {
    uuid: Uuid,
    name: Type.String(),
    queueId: Id,
    callbacks: Type.Array(Callback),
  },
  {title: 'CallbackList'},
)

export const Ticket = Type.Object(
  {
    uuid: Uuid,
    requestUuid: Uuid,
    listUuid: Uuid,
    listName: Type.String(),
    queueId: Id,
    ...personal,
    dueDate: Day,
    status: Type.String(),
    comment: optionalText,
    agentId: Type.Optional(Id),
    agentNumber: optionalText,
    closed: Type.Boolean({description: 'true if the request was closed after this attempt'}),
    startedAt: Moment,
    updatedAt: Moment,
    by: Type.String(),
  },
  {title: 'Ticket'},
)

/** The outcome of a call. */
export const attempt = {
  status: Type.String({description: 'one of the statuses of the configuration', examples: ['no-answer']}),
  comment: optionalText,
  agentNumber: Type.Optional(Type.String({description: 'who called'})),
}

export const DoNotCallEntry = Type.Object(
  {
    uuid: Uuid,
    phoneNumber: Type.String(),
    queueId: Type.Optional(Type.Integer({...Id, description: 'absent if the entry applies to all queues'})),
    queueName: optionalText,
    reason: optionalText,
    since: Day,
    by: Type.String(),
  },
  {title: 'DoNotCallEntry'},
)

/** As documented; the service reads filters in more spellings. */
export const Filter = Type.Object(
  {
    field: Type.Enum([...filterFields]),
    operator: Type.Optional(Type.Enum([...filterOperators])),
    value: Type.Optional(Type.Union([Type.String(), Type.Integer(), Type.Boolean()])),
    order: Type.Optional(Type.Enum(['ASC', 'DESC'])),
  },
  {title: 'Filter', additionalProperties: false},
)
