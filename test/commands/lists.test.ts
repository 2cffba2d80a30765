import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import CallbacksLists from '../../commands/callbacks/lists/index.ts'
import type {CallbackList} from '../../src/services/callbacks/lists.ts'
import {createList} from '../../src/services/callbacks/lists.ts'
import {createCallback} from '../../src/services/callbacks/requests.ts'
import {listCallbackLists} from '../support/lists.ts'
import {run} from '../support/run.ts'
import {type TestXivo, useXivo} from '../support/xivo.ts'

/** Name, queue and number of ongoing requests of each list. */
type Filling = readonly (readonly [name: string, queue: string, ongoing: number])[]

const ofParis: Filling = [
  ['Encaissé', 'ventes', 2],
  ['Vide', 'sales', 0],
  ['Zèle', 'accueil', 5],
]
const ofLyon: Filling = [
  ['Amont', 'sales', 3],
  ['Encaissé', 'ventes', 1],
]

describe('callbacks lists for programs', () => {
  const paris = useXivo()
  const lyon = useXivo()
  const bare = useXivo()
  let directory: string
  const all = ({use}: TestXivo) => use((context) => listCallbackLists(context))
  const lists = (...argv: string[]) => run(CallbacksLists, argv, {XIVOCTL_CONFIG: join(directory, 'config.json')})
  const rowsOf = ({stdout}: {stdout: string}) =>
    stdout
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as CallbackList & {context?: string})
  const names = (found: CallbackList[]) => found.map(({name, callbacks}) => `${name} ${callbacks.length}`)

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'xivoctl-lists-'))
    const contexts = {
      paris: {databaseUrl: paris.url},
      lyon: {databaseUrl: lyon.url},
      bare: {databaseUrl: bare.url},
      gone: {databaseUrl: 'postgres://xivo@127.0.0.1:1/asterisk'},
    }
    await writeFile(join(directory, 'config.json'), JSON.stringify({contexts}), {mode: 0o600})
    for (const [{use}, filling] of [[paris, ofParis] as const, [lyon, ofLyon] as const]) {
      for (const [name, queue, ongoing] of filling) {
        await use(async (context) => {
          await createList(context, name, queue === 'accueil' ? 'switchboard' : queue)
          for (let n = 0; n < ongoing; n++)
            await createCallback(context, name, {
              phoneNumber: `100${n}`,
              description: '"é"]},{\n[]',
              dueDate: '2026-01-01',
            })
        })
      }
    }
  })
  afterAll(() => rm(directory, {recursive: true, force: true}))

  test('are the document of the API, or a list a line', async () => {
    const expected = await all(paris)
    expect(names(expected)).toEqual(['Encaissé 2', 'Vide 0', 'Zèle 5'])
    const document = await lists('--json', '--context', 'paris')
    expect(document).toMatchObject({code: 0, stderr: ''})
    expect(JSON.parse(document.stdout)).toEqual(expected)
    const byLine = await lists('--ndjson', '--context', 'paris')
    expect(byLine).toMatchObject({code: 0, stderr: ''})
    expect(rowsOf(byLine)).toEqual(expected)
  })

  test('are nothing where there is none', async () => {
    expect(JSON.parse((await lists('--json', '--context', 'bare')).stdout)).toEqual([])
    expect(await lists('--ndjson', '--context', 'bare')).toEqual({code: 0, stdout: '', stderr: ''})
    expect(await lists('--ndjson', '--sort', 'name', '--context', 'bare')).toEqual({code: 0, stdout: '', stderr: ''})
  })

  test.each([
    [['--with-requests'], ['Encaissé 2', 'Zèle 5']],
    [
      ['--sort', 'ongoing:desc'],
      ['Zèle 5', 'Encaissé 2', 'Vide 0'],
    ],
    [
      ['--sort', 'queue'],
      ['Vide 0', 'Zèle 5', 'Encaissé 2'],
    ],
    [
      ['--sort', 'name:desc', '--with-requests'],
      ['Zèle 5', 'Encaissé 2'],
    ],
  ])('come as they are asked for: %j', async (flags, expected) => {
    expect(names(JSON.parse((await lists('--json', '--context', 'paris', ...flags)).stdout))).toEqual(expected)
    expect(names(rowsOf(await lists('--ndjson', '--context', 'paris', ...flags)))).toEqual(expected)
  })

  test('of several contexts are a document for each, or lines with the context first', async () => {
    const document = JSON.parse((await lists('--json', '--context', 'paris,lyon')).stdout)
    expect(document).toEqual({contexts: {paris: await all(paris), lyon: await all(lyon)}})
    const byLine = await lists('--ndjson', '--context', 'lyon,paris')
    expect(rowsOf(byLine)).toEqual([
      ...(await all(lyon)).map((list) => ({context: 'lyon', ...list})),
      ...(await all(paris)).map((list) => ({context: 'paris', ...list})),
    ])
    expect(byLine.stdout).toMatch(/^\{"context":"lyon","uuid":/)
  })

  test('of several contexts are sorted as one', async () => {
    const sorted = await lists('--ndjson', '--sort', 'ongoing:desc', '--context', 'paris,lyon')
    expect(rowsOf(sorted).map(({context, callbacks}) => `${context} ${callbacks.length}`)).toEqual([
      'paris 5',
      'lyon 3',
      'paris 2',
      'lyon 1',
      'paris 0',
    ])
  })

  test('of a context that does not answer are its error, and those of the others', async () => {
    const document = await lists('--json', '--context', 'gone,lyon')
    expect(document.code).toBe(6)
    expect(JSON.parse(document.stdout)).toEqual({
      contexts: {gone: expect.objectContaining({error: 'Unavailable'}), lyon: await all(lyon)},
    })
    for (const flags of [[], ['--sort', 'name']]) {
      const byLine = await lists('--ndjson', '--context', 'gone,lyon', ...flags)
      expect(byLine).toMatchObject({code: 6, stderr: expect.stringMatching(/^error: gone: /)})
      expect(names(rowsOf(byLine))).toEqual(['Amont 3', 'Encaissé 1'])
    }
    expect(JSON.parse((await lists('--json', '--context', 'gone')).stdout)).toMatchObject({error: 'Unavailable'})
  })

  test('are not asked for by a column that is none', async () => {
    expect(await lists('--ndjson', '--sort', 'size', '--context', 'paris')).toMatchObject({code: 2, stdout: ''})
  })
})
