import {writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {begin, type Context, withContext} from '../../src/context.ts'
import {getList} from '../../src/services/callbacks/lists.ts'
import {getPeriod} from '../../src/services/callbacks/periods.ts'
import {createCallback, getCallback, updateCallback} from '../../src/services/callbacks/requests.ts'
import {choicesOf} from '../../src/services/choices.ts'
import {getDissuasion, setQueue} from '../../src/services/dissuasion/dissuasion.ts'
import {getQueue} from '../../src/services/queues.ts'
import {getRights, setRights} from '../../src/services/rights/rights.ts'
import {loadSettings} from '../../src/settings/load.ts'
import {runLine} from '../support/run.ts'
import {countTurns, type TurnCounter} from '../support/turns.ts'
import {useXivo} from '../support/xivo.ts'

const xivo = useXivo()
let counter: TurnCounter
beforeAll(async () => {
  counter = await countTurns(xivo.url)
  await runLine('callbacks lists create Night --queue sales'.split(' '), xivo.env)
  await runLine('rights set jbond --profile supervisor'.split(' '), xivo.env)
  const lines = Array.from({length: 10}, (_, i) => `023021009${i}|Doe`)
  await writeFile(join(xivo.sounds, 'ten.csv'), `phoneNumber|lastName\n${lines.join('\n')}\n`)
})
afterAll(() => counter.close())

/** How often each waits for the server, once it is connected. */
const commands = [
  ['profiles list', 1],
  ['rights get jbond', 1],
  ['rights set jbond --add-queue sales --dissuasion', 3],
  ['callbacks find --limit 10', 2],
  ['dissuasion set-queue sales support', 3],
  ['callbacks import Night TEN', 5],
  ['queues list', 1],
  ['callbacks lists', 2],
  ['callbacks stats', 2],
  ['dissuasion get sales', 3],
  ['agents list', 3],
  ['groups list', 1],
  ['incalls list', 1],
  ['rights list', 1],
] as const

test.each(commands)('%s: %i waits', async (line, waits) => {
  const words = line.split(' ').map((word) => (word === 'TEN' ? join(xivo.sounds, 'ten.csv') : word))
  const {code, stderr} = await runLine(words, {...xivo.env, XIVOCTL_DATABASE_URL: counter.url})
  expect({code, stderr: code === 0 ? '' : stderr}).toEqual({code: 0, stderr: ''})
  expect(await counter.taken()).toBe(waits)
})

/** As the server of the REST API does it: with limits, on a connection that is there. */
const served = [
  ['a queue', 1, (context) => getQueue(context, 'facturation')],
  ['a dissuasion', 1, (context) => getDissuasion(context, 'id:6')],
  ['rights', 1, (context) => getRights(context, 'jbond')],
  ['a list', 1, (context) => getList(context, 'Night')],
  ['what Tab offers for a list', 1, (context) => choicesOf(context, 'list')],
  ['a period', 1, (context) => getPeriod(context, 'Toute la journée')],
  ['a new request', 3, (context) => createCallback(context, 'Night', {phoneNumber: '0230210092'})],
  ['a request', 1, (context, uuid) => getCallback(context, uuid)],
  ['a changed request', 3, (context, uuid) => updateCallback(context, uuid, {lastName: 'Moore'})],
  ['a changed dissuasion', 3, (context) => setQueue(context, 'facturation', 'sales')],
  ['changed rights', 3, (context) => setRights(context, 'jbond', {dissuasionAccess: false})],
] as const satisfies [string, number, (context: Context, uuid: string) => Promise<unknown>][]

test('a request of the REST API waits once for one object, and three times for a change', async () => {
  const settings = loadSettings({}, {...xivo.env, XIVOCTL_DATABASE_URL: counter.url})
  const limits = {statementMs: 10_000, lockMs: 10_000}
  const waits = await withContext(
    settings,
    new AbortController().signal,
    async (context) => {
      await getQueue(context, 'facturation')
      const found: Record<string, number> = {}
      for (const [what, , ask] of served) {
        const [request] = await xivo.sql('select uuid from xivoctl.callback_request')
        await counter.settled()
        const before = counter.waits()
        await ask(begin(context), request?.uuid)
        found[what] = counter.waits() - before
      }
      return found
    },
    {limits, connections: 1},
  )
  expect(waits).toEqual(Object.fromEntries(served.map(([what, turns]) => [what, turns])))
})
