import {beforeEach, expect, test} from 'vitest'
import {withoutBase} from '../support/bases.ts'
import {csv, lasting, type Seed, seed, written} from '../support/rehearsal.ts'
import {useRest} from '../support/rest.ts'
import {useServing} from '../support/serving.ts'
import {useXivo} from '../support/xivo.ts'

const xivo = useXivo()
const ask = useRest(xivo)
const server = useServing(xivo)
let there: Seed

interface Write {
  path: (there: Seed) => string
  body?: (there: Seed) => object | string
  /** The status of the same again, which changes nothing; a write that makes something makes it twice. */
  again: 200 | 404 | 409 | 'anew'
}

const lists = '/callback_lists'
const requests = '/callback_requests'
const periods = '/callback_periods'

const writes: Record<string, Write> = {
  'POST /rights/user/{login}': {path: () => '/rights/user/jbond', body: () => ({type: 'admin'}), again: 200},
  'DELETE /rights/user/{login}': {path: () => '/rights/user/jbond', again: 404},
  'POST /callback_lists': {path: () => lists, body: () => ({name: 'Support', queueId: 1}), again: 'anew'},
  'POST /dissuasion_overrides': {
    path: () => '/dissuasion_overrides',
    body: () => ({soundFile: 'bienvenue.wav', queueIds: [3]}),
    again: 'anew',
  },
  'POST /dissuasion_overrides/{id}/end': {path: ({override}) => `/dissuasion_overrides/${override}/end`, again: 200},
  'PATCH /callback_lists/{uuid}': {path: ({list}) => `${lists}/${list}`, body: () => ({name: 'Sales'}), again: 200},
  'DELETE /callback_lists/{uuid}': {path: ({list}) => `${lists}/${list}`, again: 404},
  'POST /callback_lists/{listUuid}/callback_requests': {
    path: ({list}) => `${lists}/${list}${requests}`,
    body: () => ({phoneNumber: '0230210093'}),
    again: 'anew',
  },
  'POST /callback_lists/{listUuid}/callback_requests/csv': {
    path: ({list}) => `${lists}/${list}${requests}/csv`,
    body: () => csv,
    again: 'anew',
  },
  'PATCH /callback_requests/{uuid}': {
    path: ({ongoing}) => `${requests}/${ongoing}`,
    body: () => ({lastName: 'Doe'}),
    again: 200,
  },
  'DELETE /callback_requests/{uuid}': {path: ({ongoing}) => `${requests}/${ongoing}`, again: 404},
  'POST /callback_requests/{uuid}/move': {
    path: ({ongoing}) => `${requests}/${ongoing}/move`,
    body: ({otherList}) => ({listUuid: otherList}),
    again: 200,
  },
  'POST /callback_requests/{uuid}/close': {path: ({ongoing}) => `${requests}/${ongoing}/close`, again: 200},
  'POST /callback_requests/{uuid}/reopen': {path: ({closed}) => `${requests}/${closed}/reopen`, again: 200},
  'POST /callback_requests/close': {
    path: () => `${requests}/close`,
    body: ({ongoing, closed}) => ({uuids: [ongoing, closed]}),
    again: 200,
  },
  'POST /callback_requests/reopen': {
    path: () => `${requests}/reopen`,
    body: ({list}) => ({filters: [{field: 'listUuid', operator: '=', value: list}]}),
    again: 200,
  },
  'POST /callback_requests/move': {
    path: () => `${requests}/move`,
    body: ({ongoing, otherList}) => ({uuids: [ongoing], listUuid: otherList}),
    again: 200,
  },
  'POST /callback_requests/update': {
    path: () => `${requests}/update`,
    body: ({ongoing}) => ({uuids: [ongoing], set: {lastName: 'Doe'}}),
    again: 200,
  },
  'POST /callback_requests/delete': {
    path: () => `${requests}/delete`,
    body: ({ongoing}) => ({uuids: [ongoing]}),
    again: 404,
  },
  'POST /callback_requests/erase': {
    path: () => `${requests}/erase`,
    body: () => ({phoneNumbers: ['0465710938']}),
    again: 200,
  },
  'POST /callback_requests/purge': {
    path: () => `${requests}/purge`,
    body: () => ({closedBefore: '2020-01-02'}),
    again: 200,
  },
  'POST /callback_tickets': {
    path: () => '/callback_tickets',
    body: ({ongoing}) => ({uuids: [ongoing], status: 'busy', close: true}),
    again: 'anew',
  },
  'POST /do_not_call': {
    path: () => '/do_not_call',
    body: () => ({phoneNumbers: ['0230210099'], queueId: 3}),
    again: 200,
  },
  'POST /do_not_call/remove': {
    path: () => '/do_not_call/remove',
    body: () => ({phoneNumbers: ['0199004512']}),
    again: 404,
  },
  'POST /callback_periods': {
    path: () => periods,
    body: () => ({name: 'Matin', periodStart: '08:00', periodEnd: '12:00'}),
    again: 409,
  },
  'PATCH /callback_periods/{uuid}': {
    path: ({period}) => `${periods}/${period}`,
    body: () => ({periodEnd: '21:00'}),
    again: 200,
  },
  'DELETE /callback_periods/{uuid}': {path: ({period}) => `${periods}/${period}`, again: 404},
  'POST /callback_periods/{uuid}/default': {path: ({period}) => `${periods}/${period}/default`, again: 200},
  'POST /callback_imports/{uuid}/undo': {path: ({run}) => `/callback_imports/${run}/undo`, again: 409},
  'POST /changes/undo': {path: () => '/changes/undo', body: ({change}) => ({changes: [change]}), again: 409},
  'PUT /queue/{id}/dissuasion/sound_file': {
    path: () => '/queue/3/dissuasion/sound_file',
    body: () => ({soundFile: 'sales_newSoundFile'}),
    again: 200,
  },
  'PUT /queue/{id}/dissuasion/queue': {
    path: () => '/queue/5/dissuasion/queue',
    body: () => ({queueName: 'switchboard'}),
    again: 200,
  },
  'DELETE /queues/{id}/dissuasion': {path: () => '/queues/6/dissuasion', again: 200},
}

beforeEach(async () => {
  there = await seed(xivo)
})

test('every route that writes is here', async () => {
  const response = await fetch(`${server.url}/configmgt/api/openapi.json`)
  const {paths} = (await response.json()) as {paths: Record<string, object>}
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} ${withoutBase(path)}`),
  )
  const writing = operations.filter(
    (name) => !name.startsWith('GET ') && !/(callback_requests\/(find|person)|do_not_call\/find)$/.test(name),
  )
  expect(Object.keys(writes).sort()).toEqual(writing.sort())
})

test.each(Object.entries(writes))(
  'a dry run answers what the real one does, and writes nothing: %s',
  async (name, write) => {
    const [method = ''] = name.split(' ')
    const path = write.path(there)
    const send = (query: string) => ask(method, `${path}${query}`, write.body?.(there))
    const before = await written(xivo)
    const rehearsal = await send('?dryRun=true')
    expect(await written(xivo)).toEqual(before)
    const {dryRun, changes, hints: _, ...answer} = rehearsal.body
    expect([rehearsal.status, dryRun]).toEqual([200, true])
    expect(changes).not.toEqual([])

    const real = await send('?dryRun=false')
    const after = await written(xivo)
    expect(after).not.toEqual(before)
    const makes = (write.again === 'anew' && name !== 'POST /callback_tickets') || name === 'POST /callback_periods'
    expect(real.status).toBe(makes ? 201 : 200)
    expect(lasting(real.body, before)).toEqual(lasting(answer, before))

    const again = await send('?dryRun=true')
    expect(again.status).toBe(write.again === 'anew' ? 200 : write.again)
    if (write.again === 200) {
      expect(again.body.changes).toEqual([])
      expect((await send('')).status).toBe(200)
    }
    expect(await written(xivo)).toEqual(after)
  },
)
