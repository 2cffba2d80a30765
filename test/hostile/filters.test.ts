import fc from 'fast-check'
import {beforeAll, expect, test} from 'vitest'
import {Findings} from '../faults/findings.ts'
import {chosenSeed} from '../faults/random.ts'
import {tellResult} from '../faults/reliability.ts'
import {isFull, share} from '../faults/scale.ts'
import {useRest} from '../support/rest.ts'
import {runLine} from '../support/run.ts'
import {useXivo} from '../support/xivo.ts'
import {anySearch} from './any-filter.ts'
import {type Field, type Filter, found} from './evaluator.ts'
import {type Stored, storeRows} from './rows.ts'

const xivo = useXivo()
const ask = useRest(xivo)
let stored: Stored

beforeAll(async () => {
  stored = await storeRows(xivo)
})

interface Found {
  total: number
  list: {uuid: string}[]
}

const expected = (filters: readonly Filter[], offset = 0, limit = Number.POSITIVE_INFINITY) => {
  const all = found(stored.rows, filters, stored.database).map(({uuid}) => uuid)
  return {total: all.length, uuids: all.slice(offset, offset + limit)}
}

const seen = ({total, list}: Found) => ({total, uuids: list.map(({uuid}) => uuid)})

const asSent = (filters: readonly Filter[], capitals: boolean) =>
  filters.map(({means: _, order, operator, ...filter}) => ({
    ...filter,
    ...(operator && {operator: capitals ? operator.toUpperCase() : operator}),
    ...(order && {order: capitals ? order.toUpperCase() : order}),
  }))

test('any filters find over REST the requests that the contract says, in its order', {timeout: 600_000}, async () => {
  const property = fc.asyncProperty(anySearch(stored), async ({filters, offset, limit, capitals}) => {
    const page = {...(offset !== undefined && {offset}), ...(limit !== undefined && {limit})}
    const {status, body} = await ask('POST', '/callback_requests/find', {filters: asSent(filters, capitals), ...page})
    expect([status, body.error, body.message]).toEqual([200, undefined, undefined])
    expect(seen(body)).toEqual(expected(filters, offset, limit))
  })
  await check(
    'random filters over REST find the requests that the contract says, in its order',
    property,
    share(4500, 100),
  )
})

test('any filters typed on the command line find the same', {timeout: 600_000}, async () => {
  const property = fc.asyncProperty(anySearch(stored), async ({filters, offset, limit, capitals}) => {
    const words = filters.flatMap(({field, operator = '', value, order}) => [
      ...(operator ? ['--filter', typed(field, capitals ? operator.toUpperCase() : operator, value)] : []),
      ...(order ? ['--sort', `${field}:${order}`] : []),
    ])
    const page = [
      ...(offset === undefined ? [] : ['--offset', String(offset)]),
      ...(limit === undefined ? [] : ['--limit', String(limit)]),
    ]
    const {code, stdout, stderr} = await runLine(['callbacks', 'find', ...words, ...page, '--json'], xivo.env)
    expect([code, code === 0 ? '' : stdout + stderr]).toEqual([0, ''])
    expect(seen(JSON.parse(stdout))).toEqual(expected(filters, offset, limit))
  })
  await check('random filters typed on the command line find the same', property, share(500, 25))
})

/** Throws for the first filters that find something else. */
async function check(claim: string, property: fc.IAsyncProperty<unknown>, numRuns: number): Promise<void> {
  console.log(`seed ${chosenSeed}: ${numRuns} ${claim}`)
  await fc.assert(property as fc.IAsyncProperty<[unknown]>, {seed: chosenSeed, numRuns})
  const findings = new Findings()
  findings.runs = numRuns
  findings.measured(`seed ${chosenSeed}`)
  if (isFull) await tellResult(claim, findings, xivo)
}

const typed = (field: Field, operator: string, value: Filter['value']) =>
  value === undefined ? `${field} ${operator}` : `${field} ${operator} ${value}`
