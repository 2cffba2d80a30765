import {beforeAll, describe, expect, test} from 'vitest'
import {importCallbacks} from '../../src/services/callbacks/import.ts'
import {undoImport} from '../../src/services/callbacks/imports.ts'
import {createList} from '../../src/services/callbacks/lists.ts'
import {createCallback} from '../../src/services/callbacks/requests.ts'
import {type Choice, type ChoiceKind, choicesOf} from '../../src/services/choices.ts'
import {resultOf, useXivo} from '../support/xivo.ts'

const xivo = useXivo()

const choices = (kind: ChoiceKind, queue?: string): Promise<Choice[]> =>
  xivo.use((context) => choicesOf(context, kind, queue))

const importInto = (list: string) =>
  xivo.use((context) => {
    const bytes = (async function* () {
      yield Buffer.from('phoneNumber\n0230210092\n')
    })()
    return resultOf(importCallbacks(context, list, {name: 'night.csv', bytes}, {}))
  })

describe('the choices of', () => {
  beforeAll(() =>
    xivo.use(async (context) => {
      for (const [name, queue] of [
        ["L'été", 'sales'],
        ['Twice', 'sales'],
        ['Twice', 'support'],
      ] as const)
        await createList(context, name, queue)
    }),
  )

  test('a login are the users who have one, with their names', async () => {
    const logins = await choices('login')
    expect(logins).toContainEqual({value: 'jbond', description: 'James Bond'})
    expect(logins.map(({value}) => value)).not.toContain('')
  })

  test('a login that two users share are one', async () => {
    await xivo.sql("update userfeatures set loginclient = 'jbond' where loginclient = 'jmenage'")
    expect((await choices('login')).filter(({value}) => value === 'jbond')).toHaveLength(1)
    await xivo.sql("update userfeatures set loginclient = 'jmenage' where firstname = 'Jean' and lastname = 'Ménage'")
  })

  test('a queue, an agent and an incall are what XiVO has', async () => {
    expect(await choices('queue')).toContainEqual({value: 'sales', description: 'Sales 3003'})
    const [agent] = await xivo.sql('select number, firstname, lastname from agentfeatures order by id limit 1')
    expect(await choices('agent')).toContainEqual({
      value: agent?.number,
      description: `${agent?.firstname} ${agent?.lastname}`.trim(),
    })
    const [incall] = await xivo.sql('select exten, context from incall order by id limit 1')
    expect(await choices('incall')).toContainEqual({value: `${incall?.exten}@${incall?.context}`, description: ''})
    expect(await choices('incall')).toContainEqual({value: '0155000010@from-extern', description: ''})
  })

  test('a group are those that are not deleted', async () => {
    const [group] = await xivo.sql('select name from agentgroup where deleted = 0 order by id limit 1')
    const names = async () => (await choices('group')).map(({value}) => value)
    expect(await names()).toContain(group?.name)
    await xivo.sql('update agentgroup set deleted = 1 where name = $1', [group?.name])
    expect(await names()).not.toContain(group?.name)
  })

  test('a list are its name with its queue, and ids where two have one name', async () => {
    const lists = await choices('list')
    expect(lists).toContainEqual({value: "L'été", description: 'sales'})
    const twice = await xivo.sql("select uuid from xivoctl.callback_list where name = 'Twice'")
    expect(lists.filter(({description}) => description.startsWith('Twice')).map(({value}) => value)).toEqual(
      expect.arrayContaining(twice.map(({uuid}) => `id:${uuid}`)),
    )
    expect(lists.map(({value}) => value)).not.toContain('Twice')
  })

  test('a list that was given can be used as it is', async () => {
    for (const {value} of await choices('list')) {
      await xivo.made((context) => createCallback(context, value, {phoneNumber: '0230210092'}))
    }
  })

  test('a period tell when it is', async () => {
    expect(await choices('period')).toContainEqual({
      value: 'Toute la journée',
      description: expect.stringMatching(/^\d\d:\d\d–\d\d:\d\d, the default$/),
    })
  })

  test('a run are the imports that were not taken back', async () => {
    const kept = await importInto("L'été")
    const undone = await importInto("L'été")
    await xivo.made((context) => undoImport(context, undone.run))
    const runs = await choices('import')
    expect(runs).toEqual([{value: kept.run, description: expect.stringMatching(/^1 into L'été, \d{4}-/)}])
  })

  test('a sound are those offered to the queue', async () => {
    expect((await choices('sound', 'sales')).map(({value}) => value)).toContain('sales_newSoundFile')
    expect(await choices('sound')).toEqual([])
  })
})
