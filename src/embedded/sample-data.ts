import type {ClientBase} from 'pg'
import {people} from './sample-people.ts'
import {queuesAndGroups} from './sample-queues.ts'
import {routing} from './sample-routing.ts'
import {insert} from './sample-rows.ts'

/** Without `agentgroup`: XiVO's web interface chooses its ids itself and does not advance the sequence. */
const numberedTables = [
  'agentfeatures',
  'cti_profile',
  'entity',
  'extensions',
  'func_key_template',
  'groupfeatures',
  'incall',
  'linefeatures',
  'queuefeatures',
  'schedule',
  'user_line',
  'userfeatures',
]

/** Fills empty XiVO tables with the contact centre of an energy supplier, the same every time. */
export async function loadSampleData(client: ClientBase): Promise<void> {
  for (const [table, rows] of [...people, ...queuesAndGroups, ...routing]) await insert(client, table, rows)
  for (const table of numberedTables) await advanceSequence(client, table, 'id')
  await advanceSequence(client, 'voicemail', 'uniqueid')
}

async function advanceSequence(client: ClientBase, table: string, column: string): Promise<void> {
  await client.query(
    `select setval(pg_get_serial_sequence('public.${table}', '${column}'), max(${column})) from public.${table}`,
  )
}
