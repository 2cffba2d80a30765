/** How a value of a field is checked. */
export type FieldType = 'uuid' | 'text' | 'phone' | 'date' | 'integer' | 'boolean' | 'time'

interface RequestField {
  type: FieldType
  /** The column that stores it: of the request, or of its list or period. */
  column: `${'request' | 'list' | 'period'}.${string}`
  /** Is it personal data of a customer? Erased with the customer, and kept out of logs. */
  personal?: true
  /** Not in XiVO's own API, whose routes do not show it. */
  own?: true
  /** The flag that sets it, which also names a column of the CSV. */
  flag?: string
}

/** The fields of a callback request by their names in the API. Columns, filters, JSON, CSV and erasure derive from it. */
export const requestFields = {
  uuid: {type: 'uuid', column: 'request.uuid'},
  listUuid: {type: 'uuid', column: 'request.list_uuid'},
  phoneNumber: {type: 'phone', column: 'request.phone_number', personal: true, flag: 'phone'},
  mobilePhoneNumber: {type: 'phone', column: 'request.mobile_phone_number', personal: true, flag: 'mobile'},
  firstName: {type: 'text', column: 'request.first_name', personal: true, flag: 'first-name'},
  lastName: {type: 'text', column: 'request.last_name', personal: true, flag: 'last-name'},
  company: {type: 'text', column: 'request.company', personal: true, flag: 'company'},
  description: {type: 'text', column: 'request.description', personal: true, flag: 'description'},
  dueDate: {type: 'date', column: 'request.due_date', flag: 'due'},
  period: {type: 'text', column: 'period.name', flag: 'period'},
  preferredPeriodUuid: {type: 'uuid', column: 'request.preferred_period_uuid'},
  queueId: {type: 'integer', column: 'list.queue_id'},
  clotured: {type: 'boolean', column: 'request.clotured'},
  createdAt: {type: 'time', column: 'request.created_at', own: true},
  closedAt: {type: 'time', column: 'request.closed_at', own: true},
  attempts: {type: 'integer', column: 'request.attempts', own: true},
  lastStatus: {type: 'text', column: 'request.last_status', own: true},
} as const satisfies Record<string, RequestField>

type Fields = typeof requestFields
export type RequestFieldName = keyof Fields
type NamesWith<Key extends keyof RequestField> = {
  [Name in RequestFieldName]: Fields[Name] extends Required<Pick<RequestField, Key>> ? Name : never
}[RequestFieldName]

const names = Object.keys(requestFields) as RequestFieldName[]

function namesWith<Key extends keyof RequestField>(key: Key): readonly NamesWith<Key>[] {
  return names.filter((name): name is NamesWith<Key> => key in requestFields[name])
}

/** The columns of the CSV, and the fields of a new request, in the order of the API page. */
export const callbackFields = namesWith('flag')
export type CallbackField = NamesWith<'flag'>

/** The personal data of a customer: erased with the customer, and kept out of logs. */
export const personalFields = namesWith('personal')
export type PersonalField = NamesWith<'personal'>

/** Those that CSV has as the database writes them. */
export type CopiedField = {
  [Name in RequestFieldName]: Fields[Name]['type'] extends 'time' ? never : Name
}[RequestFieldName]
export const copiedFields = names.filter((name): name is CopiedField => requestFields[name].type !== 'time')

/** What this product adds to a request. */
export const ownFields = namesWith('own')

type Bare<Column extends string> = Column extends `request.${infer Name}` ? Name : never
export type PersonalColumn = Bare<Fields[PersonalField]['column']>

/** The column of the table of requests that holds a personal field. */
export const personalColumn = <Name extends PersonalField>(name: Name): Bare<Fields[Name]['column']> =>
  requestFields[name].column.replace('request.', '') as Bare<Fields[Name]['column']>

/** The same values by column name, null for none. */
export const personalColumnsOf = (values: Partial<Record<PersonalField, string | undefined>>) =>
  Object.fromEntries(personalFields.map((name) => [personalColumn(name), values[name] ?? null])) as Record<
    PersonalColumn,
    string | null
  >
