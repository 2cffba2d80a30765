import {PassThrough, type Writable} from 'node:stream'
import {text} from 'node:stream/consumers'
import {beforeEach, describe, expect, test} from 'vitest'
import type {Context} from '../../../src/context.ts'
import {
  type CallbackList,
  changeList,
  createList,
  createNamedList,
  deleteList,
  listByReference,
} from '../../../src/services/callbacks/lists.ts'
import {closeCallbacks, createCallback} from '../../../src/services/callbacks/requests.ts'
import {listCallbackLists} from '../../support/lists.ts'
import {resultOf, useXivo} from '../../support/xivo.ts'

describe.each(['xivo', 'later'] as const)('callback lists in a XiVO of the shape %s', (shape) => {
  const xivo = useXivo({shape})
  const create = (name: string, queue = 'ventes') => xivo.made((context) => createList(context, name, queue))
  const all = () => xivo.use((context) => listCallbackLists(context))
  /** What a write streams. */
  const whole = async (work: (context: Context, sink: Writable) => Promise<unknown>): Promise<CallbackList> => {
    const pieces = new PassThrough({autoDestroy: false})
    const [document] = await Promise.all([text(pieces), xivo.use((context) => work(context, pieces))])
    return JSON.parse(document)
  }

  beforeEach(() => xivo.sql('delete from xivoctl.callback_list'))

  test('are made empty, for a queue by name or id', async () => {
    const list = await create('Newlist', '1')
    expect(list).toEqual({uuid: expect.any(String), name: 'Newlist', queueId: 1, callbacks: []})
    expect(await create(' Ventes ', 'name:ventes')).toMatchObject({name: 'Ventes', queueId: 5})
    expect(await all()).toEqual([list, expect.objectContaining({name: 'Ventes'})])
  })

  test('are not made without a name, or for a queue that is not there', async () => {
    for (const name of ['', '  ', 'a\0b', '\udc00', 'a\u001b[2Jb', 'x'.repeat(256)]) {
      await expect(create(name)).rejects.toMatchObject({kind: 'invalid', message: expect.stringContaining('name')})
    }
    for (const queue of ['10', 'id:10', 'accueil', 'VENTES']) {
      await expect(create('x', queue)).rejects.toMatchObject({kind: 'not-found', code: 'QueueNotFound'})
    }
    expect(await all()).toEqual([])
  })

  test('show their ongoing requests with the preferred period, by due date', async () => {
    const {uuid} = await create('Ventes')
    await create('Vide')
    await xivo.use(async (context) => {
      await createCallback(context, uuid, {phoneNumber: '2', dueDate: '2026-01-02'})
      await createCallback(context, uuid, {phoneNumber: '1', dueDate: '2026-01-01'})
      const done = await resultOf(createCallback(context, uuid, {phoneNumber: '3', dueDate: '2026-01-01'}))
      await closeCallbacks(context, [done.uuid])
    })
    const lists = await all()
    expect(lists.map(({name}) => name)).toEqual(['Ventes', 'Vide'])
    expect(lists[0]?.callbacks.map(({phoneNumber}) => phoneNumber)).toEqual(['1', '2'])
    expect(lists[0]?.callbacks[0]?.preferredPeriod).toMatchObject({name: 'Toute la journée', default: true})
  })

  test('answer to their name when only one has it, and to their uuid', async () => {
    const {uuid} = await create('Ventes')
    for (const reference of [
      'Ventes',
      'name:Ventes',
      uuid,
      `id:${uuid}`,
      uuid.toUpperCase(),
      `id:${uuid.toUpperCase()}`,
    ]) {
      expect(await xivo.use(({db}) => listByReference(db, reference))).toMatchObject({uuid})
    }
    const other = await create('Ventes', 'sales')
    await expect(xivo.use(({db}) => listByReference(db, 'Ventes'))).rejects.toMatchObject({
      kind: 'conflict',
      message: [uuid, other.uuid]
        .sort()
        .reduce((text, each) => `${text} callback list ${each} (Ventes),`, `'Ventes' matches 2 callback lists:`)
        .slice(0, -1),
    })
    await expect(xivo.made((context) => deleteList(context, 'Ventes'))).rejects.toMatchObject({kind: 'conflict'})
    expect(await all()).toHaveLength(2)
  })

  test('can be renamed and given to another queue', async () => {
    const {uuid} = await create('Ventes')
    await xivo.made((context) => createCallback(context, uuid, {phoneNumber: '1'}))
    expect(await whole((context, sink) => changeList(context, 'Ventes', {name: 'Sales'}, sink))).toMatchObject({
      uuid,
      name: 'Sales',
      queueId: 5,
      callbacks: [{phoneNumber: '1'}],
    })
    expect(await xivo.use((context) => changeList(context, 'Sales', {queue: 'sales'}))).toMatchObject({
      result: {uuid, name: 'Sales', queueId: 3},
      changes: [{before: {queue: {id: 5, name: 'ventes'}}, after: {queue: {id: 3, name: 'sales'}}}],
    })
    await expect(xivo.made((context) => changeList(context, 'Sales', {name: ' '}))).rejects.toMatchObject({
      kind: 'invalid',
    })
    await expect(xivo.made((context) => changeList(context, 'Sales', {queue: 'x'}))).rejects.toMatchObject({
      code: 'QueueNotFound',
    })
    await expect(xivo.made((context) => changeList(context, 'Ventes', {name: 'x'}))).rejects.toMatchObject({
      code: 'CallbackListNotFound',
    })
  })

  test('are deleted with all their requests, and come back as they were, closed ones included', async () => {
    const {uuid} = await create('Ventes')
    const kept = await create('Autre')
    await xivo.use(async (context) => {
      await createCallback(context, kept.uuid, {phoneNumber: '9'})
      await createCallback(context, uuid, {phoneNumber: '1'})
      const done = await resultOf(createCallback(context, uuid, {phoneNumber: '2'}))
      await closeCallbacks(context, [done.uuid])
    })
    const deleted = await whole((context, sink) => deleteList(context, 'Ventes', sink))
    expect(deleted).toMatchObject({uuid, name: 'Ventes', queueId: 5})
    expect(deleted.callbacks.map(({phoneNumber, clotured}) => [phoneNumber, clotured]).sort()).toEqual([
      ['1', false],
      ['2', true],
    ])
    expect(await xivo.sql('select phone_number from xivoctl.callback_request')).toEqual([{phone_number: '9'}])
    await expect(xivo.made((context) => deleteList(context, 'Ventes'))).rejects.toMatchObject({
      code: 'CallbackListNotFound',
    })
  })

  test('of two that would delete one, the second finds nothing', async () => {
    const {uuid} = await create('Ventes')
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => xivo.made((context) => deleteList(context, uuid))))
    expect(outcomes.map(({status}) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected'])
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({code: 'CallbackListNotFound'})
    }
  })

  test('of two that change one, neither change is lost', async () => {
    const {uuid} = await create('Ventes')
    await Promise.all([
      xivo.made((context) => changeList(context, uuid, {name: 'Sales'})),
      xivo.made((context) => changeList(context, uuid, {queue: 'sales'})),
    ])
    expect(await all()).toMatchObject([{name: 'Sales', queueId: 3}])
  })

  test('of one name are made, or renamed to it, once however many want it at once', async () => {
    const {uuid} = await create('Ventes')
    const outcomes = await Promise.allSettled([
      ...[1, 2, 3].map(() => xivo.use((context) => createNamedList(context, 'Sales', 'sales'))),
      xivo.use((context) => changeList(context, uuid, {name: 'Sales'})),
    ])
    expect(outcomes.map(({status}) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected', 'rejected'])
    const all = [1, 2, 3].map(() => xivo.use((context) => createNamedList(context, 'Noël', 'sales', {ifMissing: true})))
    expect((await Promise.all(all)).map(({changes}) => changes.length).sort()).toEqual([0, 0, 1])
    const named = await xivo.sql('select name, count(*)::int from xivoctl.callback_list group by name order by name')
    expect(named.filter(({name}) => name !== 'Ventes')).toEqual([
      {name: 'Noël', count: 1},
      {name: 'Sales', count: 1},
    ])
  })

  test('of one name tell their uuids and queues to whoever wants to make another', async () => {
    const {uuid} = await create('Ventes')
    await expect(xivo.use((context) => createNamedList(context, 'Ventes', 'sales'))).rejects.toMatchObject({
      message: `a callback list named 'Ventes' already exists: ${uuid} (queue 'ventes')`,
      hints: [`rename it, choose another name, or use id:${uuid}`],
    })
  })

  test('outlive their queue', async () => {
    await create('Résiliations', 'resiliations')
    await xivo.sql(`delete from queuefeatures where name = 'resiliations'`)
    expect(await all()).toMatchObject([{name: 'Résiliations', queueId: 14}])
    await xivo.made((context) => createCallback(context, 'Résiliations', {phoneNumber: '1'}))
    expect(await all()).toMatchObject([{callbacks: [{queueId: 14}]}])
    expect(await xivo.use((context) => changeList(context, 'Résiliations', {queue: 'sales'}))).toMatchObject({
      changes: [{before: {queue: {id: 14, name: 'id:14'}}}],
    })
  })
})
