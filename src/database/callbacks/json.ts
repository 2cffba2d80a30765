import {type RawBuilder, sql} from 'kysely'
import {ownFields, personalFields, requestFields} from '../../formats/request-fields.ts'
import {isoInstant} from '../iso.ts'

const texts = () =>
  personalFields.map((field) => sql`${sql.lit(`,"${field}":`)} || to_json(${sql.ref(requestFields[field].column)})`)

const jsonOf = (field: (typeof ownFields)[number]) => {
  const {type, column} = requestFields[field]
  if (type === 'time') return sql`'"' || ${isoInstant(column)} || '"'`
  return type === 'integer' ? sql`nullif(${sql.ref(column)}, 0)` : sql`to_json(${sql.ref(column)})`
}

/** Left out what has no value; 0 attempts are none. */
const own = () => ownFields.map((field) => sql`${sql.lit(`,"${field}":`)} || ${jsonOf(field)}`)

/**
 * A `request` of the `list`, with its period as `shown`, as text: put together by hand, which takes the server half of what
 * row_to_json and json_strip_nulls do.
 */
const jsonWith = (more: RawBuilder<unknown>) => sql<string>`concat(
  '{"uuid":"', request.uuid, '","listUuid":"', request.list_uuid,
  '"', ${sql.join(texts())},
  ',"preferredPeriodUuid":"', shown.uuid, '","dueDate":', to_json(request.due_date), ',"queueId":', list.queue_id,
  case when request.clotured then ',"clotured":true' else ',"clotured":false' end, ',"preferredPeriod":', shown.json, ${more}, '}')`

/** With the API page's fields and no others. */
export const callbackJson = () => jsonWith(sql`''`)
const names = () => sql`',"listName":', to_json(list.name), ',"queueName":' || to_json(queue.name)`
/** With what this product adds, and the names of the list and its `queue`. */
export const wholeCallbackJson = () => jsonWith(sql.join([names(), ...own()]))

/** The periods to be joined as `shown`. */
export const periodsAsJson = (schema: string) => sql<{uuid: string; json: string}>`(
  select uuid, concat('{"uuid":"', uuid, '","name":', to_json(name), ',"periodStart":"', period_start,
    '","periodEnd":"', period_end, case when "default" then '","default":true}' else '","default":false}' end) as json
  from ${sql.table(`${schema}.preferred_callback_period`)} offset 0)`
