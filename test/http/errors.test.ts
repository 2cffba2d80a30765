import {expect, test} from 'vitest'
import {useRest} from '../support/rest.ts'
import {useXivo} from '../support/xivo.ts'

const ask = useRest(useXivo())
const rights = '/rights/user/jbond'

test.each([
  ['a field that nobody knows', 'POST', rights, {type: 'admin', 'a/b~c': 1}, '/a~1b~0c'],
  ['a field that is missing', 'POST', '/callback_lists', {name: 'Ventes'}, '/queueId'],
  ['a value of another type', 'POST', rights, {type: 'supervisor', data: {queueIds: [3, 'x']}}, '/data/queueIds/1'],
  ['a queue that is not there', 'POST', rights, {type: 'supervisor', data: {queueIds: [3, 99]}}, '/data/queueIds'],
  ['an incall that is not there', 'POST', rights, {type: 'supervisor', data: {incallIds: [99]}}, '/data/incallIds'],
])('%s is told by where it stands in the body', async (_, method, path, body, pointer) => {
  const answer = await ask(method, path, body)
  expect(answer.body.errors).toEqual([expect.objectContaining({pointer})])
  expect(answer.body.errors[0]).not.toHaveProperty('column')
})

test('a part of a query is told by its name', async () => {
  const {body} = await ask('GET', '/callback_lists?withRequest=maybe')
  expect(body.errors).toEqual([expect.objectContaining({column: 'withRequest'})])
})

test('what needs another command on the command line names a route, or whom to ask', async () => {
  const {status, body} = await ask('POST', '/callback_imports/00000000-0000-4000-8000-000000000000/undo')
  expect([status, body.error]).toEqual([404, 'ImportNotFound'])
  expect(body.hints).toEqual([expect.stringContaining('GET /xivoctl/api/1/callback_imports')])
})
