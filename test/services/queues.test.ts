import {describe, expect, test} from 'vitest'
import {listQueues, queueByReference} from '../../src/services/queues.ts'
import {useXivo} from '../support/xivo.ts'

describe.each(['xivo', 'later'] as const)('queues of a XiVO of the shape %s', (shape) => {
  const xivo = useXivo({shape, initialised: false})
  const find = (reference: string) => xivo.use(({db}) => queueByReference(db, reference))

  test('are listed with their switch and their agents, groups not among them', async () => {
    const queues = await xivo.use(listQueues)
    expect(queues).toHaveLength(14)
    expect(queues[0]).toEqual({
      id: 6,
      name: 'facturation',
      displayname: 'Facturation',
      number: '3006',
      enabled: true,
      agents: 2,
    })
    expect(queues.find(({name}) => name === 'nuit')).toMatchObject({enabled: false, agents: 1})
    expect(queues.map(({name}) => name)).not.toContain('accueil')
  })

  test('members that are users do not count as agents', async () => {
    const queues = await xivo.use(listQueues)
    expect(queues.find(({name}) => name === 'switchboard')).toMatchObject({agents: 3})
    expect(queues.find(({name}) => name === 'vip-premium')).toMatchObject({agents: 0})
  })

  test('an agent that was deleted no longer counts', async () => {
    await xivo.sql('delete from agentfeatures where id = 12')
    const queues = await xivo.use(listQueues)
    expect(queues.find(({name}) => name === 'reclamations')).toMatchObject({agents: 0})
  })

  test('answer to their name and to their id', async () => {
    for (const reference of ['sales', '3', 'id:3', 'name:sales']) {
      expect(await find(reference)).toMatchObject({id: 3, name: 'sales'})
    }
  })

  test('are not found by anything less', async () => {
    await expect(find('suport')).rejects.toMatchObject({
      kind: 'not-found',
      code: 'QueueNotFound',
      hints: [`did you mean 'support'?`, expect.stringContaining('facturation')],
    })
    for (const reference of ['SALES', ' sales', 'name:3', 'id:sales', '03', '']) {
      await expect(find(reference)).rejects.toMatchObject({code: 'QueueNotFound'})
    }
  })

  test('a queue called like the id of another is a conflict that a prefix settles', async () => {
    await xivo.sql(`insert into queuefeatures (name, displayname) values ('3', 'Trois')`)
    await expect(find('3')).rejects.toMatchObject({code: 'Conflict', message: expect.stringContaining('sales')})
    expect(await find('id:3')).toMatchObject({name: 'sales'})
    expect(await find('name:3')).toMatchObject({displayname: 'Trois'})
  })

  test('a queue that lacks its other half is not enabled', async () => {
    await xivo.sql(`insert into queuefeatures (name, displayname) values ('moitie', 'Moitié')`)
    const queues = await xivo.use(listQueues)
    expect(queues.find(({name}) => name === 'moitie')).toMatchObject({enabled: false, agents: 0})
  })
})
