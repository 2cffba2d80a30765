import {expect, test} from 'vitest'
import DissuasionCheck from '../../commands/dissuasion/check.ts'
import {useRest} from '../support/rest.ts'
import {run} from '../support/run.ts'
import {useXivo} from '../support/xivo.ts'

const xivo = useXivo()
const ask = useRest(xivo)

test('sounds are checked as the command checks them', async () => {
  const {status, body} = await ask('GET', '/dissuasion_sounds')
  expect(status).toBe(200)
  expect(body).toEqual(JSON.parse((await run(DissuasionCheck, ['--json'], xivo.env)).stdout))
  expect(body).toContainEqual(expect.objectContaining({name: 'ventes_musique_cd', verdict: 'does not play'}))
})

test('sounds of one queue are asked for by its id', async () => {
  const {status, body} = await ask('GET', '/dissuasion_sounds?queueId=3')
  expect(status).toBe(200)
  expect(body).toEqual(JSON.parse((await run(DissuasionCheck, ['sales', '--json'], xivo.env)).stdout))
  expect(await ask('GET', '/dissuasion_sounds?queueId=99')).toMatchObject({
    status: 404,
    body: {error: 'QueueNotFound'},
  })
  expect(await ask('GET', '/dissuasion_sounds?queueId=sales')).toMatchObject({status: 400})
  expect(await ask('GET', '/dissuasion_sounds?queue=3')).toMatchObject({status: 400})
})

test('a sound that would not play is set, and a dry run has the hint', async () => {
  const path = '/queue/5/dissuasion/sound_file'
  const body = {soundFile: 'ventes_musique_cd'}
  expect(await ask('PUT', `${path}?dryRun=true`, body)).toMatchObject({
    status: 200,
    body: {...body, hints: [expect.stringMatching(/^ventes_musique_cd: does not play: it has 2 channels/)]},
  })
  expect(await ask('PUT', path, body)).toEqual({status: 200, body: {id: 5, ...body}})
})
