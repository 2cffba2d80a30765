import {createServer} from 'node:http'
import pg from 'pg'

// The least that could answer GET /queue/:id/dissuasion: no token, no log, no check; the statement and its limits are those of
// `serve`, and travel in one message, as there.
const [url, path] = process.argv.slice(2)
const pool = new pg.Pool({connectionString: url, max: 10})
const limits = 'set local statement_timeout = 30000; set local lock_timeout = 5000'
const statement = (id) => `${limits};
  select queue.id, queue.name, row.action, row.actionarg1, row.actionarg2, row.linked, target.id as "targetId", target.name as "targetName"
  from public.queuefeatures as queue
  left join public.dialaction as row
    on row.categoryval = queue.id::text and row.event = 'chanunavail' and row.category = 'queue'
  left join public.queuefeatures as target on row.action = 'queue' and target.id::text = row.actionarg1
  where queue.id = ${id}`
const server = createServer(async (request, response) => {
  const id = Number(request.url.split('/').at(-2))
  const {rows} = (await pool.query(statement(id))).at(-1)
  const [{name, action, actionarg1, linked, targetName}] = rows
  const sound = linked === 1 && action === 'sound' && actionarg1.split('/').at(-1)
  const dissuasion = sound
    ? {type: 'soundFile', value: {soundFile: sound}}
    : linked === 1 && targetName
      ? {type: 'queue', value: {queueName: targetName}}
      : {type: 'other'}
  response.setHeader('content-type', 'application/json; charset=utf-8')
  response.end(JSON.stringify({id, name, dissuasion}))
})
server.listen(0, '127.0.0.1', () =>
  process.stderr.write(`listening on http://127.0.0.1:${server.address().port}${path ?? ''}\n`),
)
