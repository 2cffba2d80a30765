import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {runLines, type Surroundings} from '../support/command-lines.ts'
import {useXivo} from '../support/xivo.ts'

const xivo = useXivo()
const plain = {LC_ALL: 'C.UTF-8'}
let home = ''

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'xivoctl-home-'))
  await writeFile(
    join(home, 'appels.csv'),
    'Téléphone;Nom;Échéance\n02 30 21 00 92;İnce;01/08/2026\n0230210093;I i ı;\n',
  )
  await writeFile(join(home, 'site.yaml'), 'callbackLists:\n  TITRES: sales\n')
  await xivo.sql(`insert into xivoctl.callback_list select md5(random()::text)::uuid, name, 1
    from unnest(array['Ventes', 'titres İ', 'iade', 'ITALIE']) name`)
})
afterAll(() => rm(home, {recursive: true, force: true}))

const reads = [
  'profiles list',
  'rights get bhanson',
  'rights list',
  'queues list',
  'groups list',
  'incalls list',
  'agents list',
  'dissuasion list',
  'dissuasion options sales',
  'dissuasion check',
  'callbacks lists',
  'callbacks lists --sort name',
  'callbacks lists get ITALIE',
  'callbacks find --filter list=ITALIE',
  'callbacks find --phone 0230210092',
  'callbacks periods',
  'callbacks imports',
  'callbacks stats',
  'callbacks report',
  'history',
  'site export',
  'context list',
  'db status',
]

const lines = () => [
  ...reads.map((line) => line.split(' ')),
  ...reads.map((line) => [...line.split(' '), '--json']),
  ...['profiles', 'queues', 'callbacks lists', 'callbacks find'].map((each) => [...each.split(' '), '--csv']),
  ['callbacks', 'import', 'Ventes', join(home, 'appels.csv'), '--dry-run'],
  ['callbacks', 'import', 'ventes', join(home, 'appels.csv'), '--dry-run'],
  ['callbacks', 'lists', 'create', 'italie', '--queue', 'sales', '--dry-run'],
  ['dissuasion', 'set-queue', 'sales', 'support', '--dry-run', '--yes'],
  ['site', 'apply', join(home, 'site.yaml'), '--dry-run'],
  ['doctor', '--json'],
  ['callbacks', 'import', '--help'],
  ['queues', 'get', 'TITRES'],
  ['profiles', 'lits'],
]

/** Made anew each time. */
const made = /[0-9a-f]{8}-[0-9a-f-]{27}|\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)?|\d+(\.\d+)? m?s\b/g

async function outcomes(surroundings: Surroundings) {
  const {ends} = await runLines('start', lines(), surroundings)
  return ends.map(({line, code, stdout, stderr}) => ({line, code, stdout: plainly(stdout), stderr: plainly(stderr)}))
}
const plainly = (text: string) => text.replaceAll(made, '…')

const usual = () => ({env: {...xivo.env, ...plain, HOME: home}, cwd: home})

test.each<[string, Partial<Record<string, string>>, Surroundings?]>([
  ['tr_TR.UTF-8', {LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8'}],
  ['a home that cannot be written', {HOME: '/proc', XDG_CONFIG_HOME: ''}],
  ['a working directory that is gone', {}, {isGone: true}],
])('every command does the same in %s', async (_, env, more) => {
  const expected = await outcomes(usual())
  expect(expected.filter(({code}) => code === 0).length).toBeGreaterThan(lines().length / 2)
  expect(await outcomes({...usual(), env: {...usual().env, ...env} as Record<string, string>, ...more})).toEqual(
    expected,
  )
})

test('every command does the same in LANG=C, with marks that are ASCII', async () => {
  const env = {...usual().env, LC_ALL: 'C', LANG: 'C'}
  const inAscii = await outcomes({...usual(), env})
  const expected = await outcomes(usual())
  expect(inAscii.map(({line, code}) => ({line, code}))).toEqual(expected.map(({line, code}) => ({line, code})))
  const forPrograms = ({line}: {line: string}) => /--(json|csv)/.test(line)
  expect(inAscii.filter(forPrograms)).toEqual(expected.filter(forPrograms))
})
