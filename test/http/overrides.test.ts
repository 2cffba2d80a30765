import {expect, test} from 'vitest'
import DissuasionEndOverride from '../../commands/dissuasion/end-override.ts'
import DissuasionOverride from '../../commands/dissuasion/override.ts'
import DissuasionOverrides from '../../commands/dissuasion/overrides.ts'
import {useRest} from '../support/rest.ts'
import {run} from '../support/run.ts'
import {useXivo} from '../support/xivo.ts'

const xivo = useXivo()
const ask = useRest(xivo)
const routes = '/dissuasion_overrides'

/** Without what differs from one to the next: moments, and who. */
const lasting = (document: object) =>
  JSON.parse(
    JSON.stringify(document)
      .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<moment>')
      .replace(/"createdBy":"[^"]*"/g, '"createdBy":""'),
  )

const command = async (...[type, argv]: [Parameters<typeof run>[0], string[]]) => {
  const {code, stdout} = await run(type, [...argv, '--json'], xivo.env)
  return {code, document: JSON.parse(stdout)}
}

test('command and route override the same, list the same and end the same', async () => {
  const sound = `${xivo.sounds}/bienvenue.wav`
  const argv = [sound, '--all', '--except', 'nuit', '--name', 'greve']
  const body = {soundFile: 'bienvenue.wav', all: true, exceptIds: [12], name: 'greve'}
  const rehearsed = await command(DissuasionOverride, [...argv, '--dry-run'])
  const asked = await ask('POST', `${routes}?dryRun=true`, body)
  expect(asked.status).toBe(200)
  const {hints: _, ...answer} = asked.body as Record<string, unknown>
  expect(lasting(answer)).toEqual(lasting(rehearsed.document))
  expect((await ask('GET', routes)).body).toEqual([])

  const made = await ask('POST', routes, body)
  expect(made).toMatchObject({status: 201, body: {id: 1, state: 'running'}})
  expect(await command(DissuasionOverrides, [])).toEqual({code: 0, document: (await ask('GET', routes)).body})
  const ended = await command(DissuasionEndOverride, ['1'])
  expect(ended).toMatchObject({code: 0, document: {started: [], ended: [{id: 1, state: 'ended'}]}})
  expect(await ask('POST', `${routes}/1/end`)).toMatchObject({status: 200, body: {started: [], ended: []}})
  expect((await ask('GET', `${routes}?ended=true`)).body).toEqual(ended.document.ended)
})

test.each<[object, string[] | undefined, number, number]>([
  [{soundFile: 'bienvenu.wav', all: true}, undefined, 404, 4],
  [{soundFile: 'bienvenue.wav', queueIds: [99]}, ['bienvenue.wav', '--queue', '99'], 404, 4],
  [{soundFile: 'ventes_musique_cd.wav', queueIds: [3]}, ['ventes_musique_cd.wav', '--queue', '3'], 400, 3],
  [
    {soundFile: 'bienvenue.wav', queueIds: [3], until: '+2h'},
    ['bienvenue.wav', '--queue', '3', '--until', '+2h'],
    503,
    6,
  ],
  [
    {soundFile: 'bienvenue.wav', queueIds: [3], from: 'soon'},
    ['bienvenue.wav', '--queue', '3', '--from', 'soon'],
    400,
    3,
  ],
  [
    {soundFile: 'bienvenue.wav', queueIds: [3], name: 'newSoundFile'},
    ['bienvenue.wav', '--queue', '3', '--name', 'newSoundFile'],
    409,
    7,
  ],
  [{soundFile: 'bienvenue.wav'}, ['bienvenue.wav'], 400, 2],
  [{soundFile: 'bienvenue.wav', all: true, queueIds: [3]}, ['bienvenue.wav', '--all', '--queue', '3'], 400, 2],
])('%j is refused alike', async (body, argv, status, code) => {
  expect((await ask('POST', routes, body)).status).toBe(status)
  if (argv) expect((await command(DissuasionOverride, [`${xivo.sounds}/${argv[0]}`, ...argv.slice(1)])).code).toBe(code)
})

test('an unknown override is not found', async () => {
  expect(await ask('POST', `${routes}/4711/end`)).toMatchObject({status: 404, body: {error: 'OverrideNotFound'}})
  expect((await command(DissuasionEndOverride, ['4711'])).code).toBe(4)
  expect((await command(DissuasionEndOverride, ['1', '--due'])).code).toBe(2)
})

test('eyes get the time with its zone and how far it is', async () => {
  const due = await run(DissuasionEndOverride, ['--due', '--quiet'], xivo.env)
  expect(due).toEqual({code: 0, stdout: '', stderr: ''})
  const argv = [`${xivo.sounds}/bienvenue.wav`, '--queue', 'sales', '--name', 'noel', '--until', '+3h']
  const {stdout} = await run(DissuasionOverride, argv, xivo.env)
  expect(stdout).toMatch(/^until +\w{3} \d{4}-\d\d-\d\d \d\d:\d\d \S+ \(in 3 h\)$/m)
  const listed = await run(DissuasionOverrides, [], xivo.env)
  expect(listed.stdout).toMatch(/^\d+ +noel\S* +running +.*\(now\) +.*\(in 3 h\) .* sales$/m)
})
