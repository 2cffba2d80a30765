import {rm} from 'node:fs/promises'
import {beforeAll, expect, test} from 'vitest'
import DissuasionOptions from '../../commands/dissuasion/options.ts'
import DissuasionSetSound from '../../commands/dissuasion/set-sound.ts'
import {fillDemo} from '../../src/embedded/demo-data.ts'
import {random} from '../faults/random.ts'
import {useRest} from '../support/rest.ts'
import {useXivo} from '../support/xivo.ts'
import {manifold, type Operation, oddLogins, reads, twin, writes} from './parity/operations.ts'
import {type Side, side} from './parity/side.ts'

const OPERATIONS = 200
const seed = Number(process.env.PARITY_SEED ?? 4)

/** The table of the contract: exit code → the statuses that say the same. */
const agreeing: Record<number, readonly number[]> = {
  0: [200, 201],
  2: [400, 404, 405, 415],
  3: [400, 413],
  4: [404],
  5: [401, 403, 429],
  6: [503],
  7: [409],
}

const xivoOfCommands = useXivo()
const xivoOfRoutes = useXivo()
const ask = useRest(xivoOfRoutes)

beforeAll(async () => {
  for (const xivo of [xivoOfCommands, xivoOfRoutes]) {
    await xivo.use(fillDemo)
    const rename = 'update userfeatures set loginclient = $1 where id = $2'
    for (const [i, login] of [...oddLogins, twin, twin].entries()) await xivo.sql(rename, [login, 28 + i])
  }
})

const operations = {...reads, ...writes}

/** All of them, writes twice as often as reads. */
function* deck(draw: ReturnType<typeof random>): Generator<string> {
  for (;;) {
    const rest = [...[reads, writes, writes].flatMap(Object.keys), ...manifold, ...manifold]
    while (rest.length > 0) yield* rest.splice(draw.below(rest.length), 1)
  }
}

test(`${OPERATIONS} operations do the same through command and route, seed ${seed}`, {timeout: 600_000}, async () => {
  const draw = random(seed)
  const commands = side(xivoOfCommands)
  const routes = side(xivoOfRoutes)
  let rows = await commands.rows()
  expect(await routes.rows()).toEqual(rows)
  const cards = deck(draw)
  const seen = {codes: new Set<number>(), changes: 0}
  for (let i = 0; i < OPERATIONS; i++) {
    const verb = String(cards.next().value)
    const operation = operations[verb]?.({...draw, there: commands.there()}) as Operation
    const {code, after} = await both(
      operation,
      commands,
      routes,
      `seed ${seed}, operation ${i}: ${describe(verb, operation)}`,
    )
    seen.codes.add(code)
    if (JSON.stringify(after) !== JSON.stringify(rows)) seen.changes++
    rows = after
  }
  expect([...seen.codes].sort()).toEqual([0, 2, 3, 4, 7])
  expect(seen.changes).toBeGreaterThan(OPERATIONS / 5)
})

test('without a sound directory both say that it is unavailable', async () => {
  for (const {sounds} of [xivoOfCommands, xivoOfRoutes]) await rm(sounds, {recursive: true})
  const path = '/queue/3/dissuasion'
  const faces: Operation[] = [
    {command: DissuasionOptions, argv: ['id:3'], method: 'GET', path: `${path}s`},
    {
      command: DissuasionSetSound,
      argv: ['id:3', 'sales_audio_file'],
      method: 'PUT',
      path: `${path}/sound_file`,
      body: {soundFile: 'sales_audio_file'},
    },
  ]
  for (const operation of faces) {
    expect(await both(operation, side(xivoOfCommands), side(xivoOfRoutes), operation.path)).toMatchObject({code: 6})
  }
})

async function both(operation: Operation, commands: Side, routes: Side, where: string) {
  const {code, document} = await commands.command(operation)
  const {status, body} = await routes.route(operation, ask)
  const after = await commands.rows()
  expect(await routes.rows(), where).toEqual(after)
  const outcome = `${where}: exit ${code} ${JSON.stringify(document)}, status ${status} ${JSON.stringify(body)}`
  expect(agreeing[code] ?? [], outcome).toContain(status)
  expect(body.error, outcome).toBe(document.error)
  const same = code === 0 ? (operation.same ?? ((whole) => whole)) : ({errors}: typeof document) => errors
  if (code === 0 || document.error === 'InvalidCsv') {
    expect(routes.inNames(same(body)), where).toEqual(commands.inNames(same(document)))
  }
  return {code, after}
}

const describe = (verb: string, {argv, method, path, body, csv}: Operation) =>
  [verb, ...argv.map((each) => JSON.stringify(each)), '=', method, path, JSON.stringify(body ?? csv?.toString())].join(
    ' ',
  )
