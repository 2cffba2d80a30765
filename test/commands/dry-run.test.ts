import {readdirSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {beforeEach, describe, expect, test} from 'vitest'
import DbInit from '../../commands/db/init.ts'
import DbRecomputeIdentities from '../../commands/db/recompute-identities.ts'
import Doctor from '../../commands/doctor.ts'
import {WriteCommand} from '../../src/cli/command/write-command.ts'
import {lasting, type Seed, seed, written} from '../support/rehearsal.ts'
import {run} from '../support/run.ts'
import {writeFiles, writes} from '../support/writes.ts'
import {useXivo} from '../support/xivo.ts'

const folder = fileURLToPath(new URL('../../commands/', import.meta.url))
const commandOf = async (id: string) => (await import(`${folder}${id.replaceAll(' ', '/')}.ts`)).default
const xivo = useXivo()
let there: Seed

/** Those that other tests rehearse: they read another server, ask questions, undo, or are no change of an object. */
const elsewhere = [
  'adopt',
  'db init',
  'db recompute-identities',
  'rights edit',
  'undo',
  'history purge',
  'dissuasion end-override',
]

beforeEach(async () => {
  there = await seed(xivo)
  await writeFiles(xivo)
})

test('every command that writes is here', async () => {
  const ids = readdirSync(folder, {recursive: true, encoding: 'utf8'})
    .filter((name) => name.endsWith('.ts'))
    .map((name) => name.replace('.ts', '').replaceAll('/', ' '))
  const commands = await Promise.all(ids.map(async (id) => [id, await commandOf(id)] as const))
  const writing = commands.filter(([, {prototype}]) => prototype instanceof WriteCommand).map(([id]) => id)
  expect([...Object.keys(writes), ...elsewhere].sort()).toEqual(writing.sort())
})

describe('a dry run answers what the real one does, and writes nothing', () => {
  test.each(Object.entries(writes))('%s', async (id, [argv, again]) => {
    const command = await commandOf(id)
    const json = async (how: string) => {
      const {code, stdout} = await run(command, [...argv(there, xivo), how, '--json'], xivo.env)
      return {code, document: JSON.parse(stdout)}
    }
    const before = await written(xivo)
    const rehearsal = await json('--dry-run')
    expect(rehearsal).toMatchObject({code: 0, document: {dryRun: true}})
    expect(await written(xivo)).toEqual(before)
    const {dryRun: _, changes, ...answer} = rehearsal.document
    expect(changes).not.toEqual([])

    const real = await json('--yes')
    const after = await written(xivo)
    expect(real.code).toBe(0)
    expect(after).not.toEqual(before)
    const list = Array.isArray(real.document) ? {list: real.document} : real.document
    expect(lasting(list, before)).toEqual(lasting(answer, before))

    const repeated = await json('--dry-run')
    expect(repeated.code).toBe(again === 'anew' ? 0 : again)
    if (again === 0) {
      expect(repeated.document.changes).toEqual([])
      expect((await json('--yes')).code).toBe(0)
    }
    expect(await written(xivo)).toEqual(after)
  })

  test('doctor --fix', async () => {
    await xivo.sql(`insert into xivoctl.user_profile values (999, 'teacher', false, false)`)
    const fix = async (how: string) => JSON.parse((await run(Doctor, ['--fix', how, '--json'], xivo.env)).stdout)
    const before = await written(xivo)
    const rehearsal = await fix('--dry-run')
    expect(await written(xivo)).toEqual(before)
    expect(rehearsal).toMatchObject({dryRun: true, changes: [{kind: 'rights'}]})
    expect((await fix('--yes')).mended).toEqual(rehearsal.mended)
    expect(await written(xivo)).not.toEqual(before)
    expect(await fix('--dry-run')).toMatchObject({mended: [], changes: []})
  })
})

test('db recompute-identities', async () => {
  await xivo.sql('update xivoctl.callback_request set phone_identity = null where uuid = $1', [there.ongoing])
  const recompute = async (how: string) =>
    JSON.parse((await run(DbRecomputeIdentities, [how, '--json'], xivo.env)).stdout)
  const before = await written(xivo)
  expect(await recompute('--dry-run')).toEqual({country: 'FR', changed: 1, dryRun: true, changes: []})
  expect(await written(xivo)).toEqual(before)
  expect(await recompute('--yes')).toEqual({country: 'FR', changed: 1})
  expect(await written(xivo)).not.toEqual(before)
  expect(await recompute('--dry-run')).toMatchObject({changed: 0})
})

describe('without own tables', () => {
  const bare = useXivo({initialised: false})

  test('db init', async () => {
    const init = async (how: string) => JSON.parse((await run(DbInit, [how, '--json'], bare.env)).stdout)
    const before = await written(bare)
    const {dryRun, changes, ...answer} = await init('--dry-run')
    expect(dryRun).toBe(true)
    expect(changes).not.toEqual([])
    expect(await written(bare)).toEqual(before)
    expect(await init('--yes')).toEqual(answer)
    const after = await written(bare)
    expect(after).not.toEqual(before)
    expect((await init('--dry-run')).changes).toEqual([])
    expect(await written(bare)).toEqual(after)
  })
})
