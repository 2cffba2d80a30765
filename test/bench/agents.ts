import {join} from 'node:path'
import type {Bench} from './bench.ts'
import type {Contestant, Standing} from './contest.ts'
import type {Goal} from './figures.ts'
import {jsonDigest} from './json-digest.ts'
import {startListener, token} from './listener.ts'
import {findPsql} from './psql.ts'

const QUEUES = 10
const sizes = [2_000]

/** `GET /agent_config` of `serve`, fetched by curl, against psql with one json_agg. */
export const agentsBench: Bench = async function* (server, {rows = sizes}) {
  const psql = findPsql()
  if (psql === undefined) throw new Error('there is no psql: set PSQL, or install a PostgreSQL client')
  const log = join(server.directory, 'serve.log')
  const serve = await startListener([server.program.script, 'serve', '--port', '0'], server.url, log)
  try {
    for (const size of rows) {
      await server.query(crowd, [size, QUEUES])
      await server.query('vacuum analyze public.agentfeatures')
      await server.query('vacuum analyze public.queuemember')
      const output = join(server.directory, 'agents')
      const contestant = (name: string, command: string, argv: string[]): Contestant => ({
        name,
        program: {command, argv, output},
        outcome: () => jsonDigest(output),
      })
      const url = `${serve.url}/configmgt/api/1.0/agent_config`
      yield {
        text: 'Whole processes, standard output to a file: curl queries a running server, psql the database.',
        goals,
        contest: {
          title: `GET /agent_config, ${size.toLocaleString('en')} agents with ${QUEUES} queues each`,
          floor: contestant('psql', psql, ['-X', '-q', '-At', '-d', server.url, '-c', floorQuery]),
          others: [contestant('curl, xivoctl serve', 'curl', ['-sS', '--fail', '-H', `X-Auth-Token: ${token}`, url])],
        },
      }
    }
  } finally {
    await serve.stop()
  }
}

const crowd = `
  with crowd as (
    insert into public.agentfeatures (id, numgroup, firstname, lastname, number, passwd, context, language, description)
    select 1000 + i, 1 + i % 3, 'Prénom ' || i, 'Nom ' || i, (100000 + i)::text, '', 'default', 'fr_FR', ''
    from generate_series(1, $1::int) i
    on conflict do nothing
    returning id, number
  ), served as (select name, row_number() over (order by name) as n from public.queuefeatures limit $2::int)
  insert into public.queuemember (queue_name, interface, penalty, usertype, userid, channel, category, position)
  select served.name, 'Agent/' || crowd.number, served.n, 'agent', crowd.id, 'Agent', 'queue', crowd.id
  from crowd, served`

const floorQuery = `
  select json_agg(json_strip_nulls(json_build_object(
    'id', agent.id, 'firstname', agent.firstname, 'lastname', agent.lastname, 'number', agent.number,
    'context', agent.context, 'member', coalesce(member.list, '[]'), 'numgroup', nullif(agent.numgroup, 0),
    'userid', (select min(id) from public.userfeatures where agentid = agent.id)
  )) order by length(agent.number), agent.number, agent.id)
  from public.agentfeatures agent
  left join (
    select member.userid, json_agg(json_build_object(
      'queue_name', member.queue_name, 'queue_id', queue.id, 'interface', member.interface, 'penalty', member.penalty,
      'commented', member.commented, 'usertype', 'Agent', 'userid', member.userid, 'channel', member.channel,
      'category', 'Queue', 'position', member.position) order by member.queue_name, member.interface) as list
    from public.queuemember member
    left join public.queuefeatures queue on queue.name = member.queue_name
    where member.usertype = 'agent' and member.category = 'queue'
    group by member.userid
  ) member on member.userid = agent.id`

function goals([, subject]: Standing[]): Goal[] {
  return subject ? [{what: 'time / floor', value: subject.ratio.median, goal: 1}] : []
}
