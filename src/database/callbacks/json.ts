import {sql} from 'kysely'

/**
 * A `request` of the `list`, with its period as `shown`, as text: put together by hand, which takes the server half of what
 * row_to_json and json_strip_nulls do.
 */
export const callbackJson = sql<string>`concat(
  '{"uuid":"', request.uuid, '","listUuid":"', request.list_uuid,
  '"', ',"phoneNumber":' || to_json(request.phone_number),
  ',"mobilePhoneNumber":' || to_json(request.mobile_phone_number),
  ',"firstName":' || to_json(request.first_name),
  ',"lastName":' || to_json(request.last_name),
  ',"company":' || to_json(request.company),
  ',"description":' || to_json(request.description),
  ',"preferredPeriodUuid":"', shown.uuid, '","dueDate":', to_json(request.due_date), ',"queueId":', list.queue_id,
  case when request.clotured then ',"clotured":true' else ',"clotured":false' end, ',"preferredPeriod":', shown.json, '}')`

/** The periods to be joined as `shown`. */
export const periodsAsJson = (schema: string) => sql<{uuid: string; json: string}>`(
  select uuid, concat('{"uuid":"', uuid, '","name":', to_json(name), ',"periodStart":"', period_start,
    '","periodEnd":"', period_end, case when "default" then '","default":true}' else '","default":false}' end) as json
  from ${sql.table(`${schema}.preferred_callback_period`)} offset 0)`
