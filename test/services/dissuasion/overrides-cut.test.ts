import {readdir, readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {Readable} from 'node:stream'
import {expect, test} from 'vitest'
import {begin, type Context, withContext} from '../../../src/context.ts'
import type {Changed} from '../../../src/formats/changes.ts'
import {endOverride, overrideDissuasions} from '../../../src/services/dissuasion/overrides.ts'
import {addSound} from '../../../src/services/dissuasion/sounds.ts'
import {loadSettings} from '../../../src/settings/load.ts'
import {isEndOfReading} from '../../faults/messages.ts'
import {type Passing, startProxy, type Verdict} from '../../faults/proxy.ts'
import {wav} from '../../support/wav.ts'
import {useXivo} from '../../support/xivo.ts'

const xivo = useXivo()
/** One has no row, the other's target was deleted. */
const queues = ['urgences', 'recouvrement']

const steps: Record<string, (context: Context) => Promise<Changed<unknown>>> = {
  override: (context) => overrideDissuasions(context, {name: 'greve.wav', bytes: Readable.from([wav()])}, {queues}),
  end: (context) => endOverride(context),
  replacement: (context) =>
    addSound(context, 'sales', {name: 'audio_file.wav', bytes: Readable.from([wav({seconds: 2})])}, {replace: true}),
}

/** All that a step writes: rows, and files under a name that callers could hear. */
async function state() {
  const rows = await xivo.sql(
    'select event, category, categoryval, action, actionarg1, actionarg2, linked from dialaction order by 1, 2, 3',
  )
  const overrides = await xivo.sql('select id, queues, ended_at is null as live from xivoctl.dissuasion_override')
  const changes = await xivo.sql('select kind, object_id, before, after from xivoctl.journal order by id')
  const files = (await readdir(xivo.sounds)).filter((name) => !name.startsWith('.')).sort()
  const played = (await readFile(join(xivo.sounds, 'sales_audio_file.wav'))).length
  return {rows, overrides, changes: changes.map(({kind, object_id}) => [kind, object_id]), files, played}
}

/** A message with which a client asks for something to be done. Nobody waits for the end of what only reads. */
const asks = (message: Passing) =>
  message.from === 'client' && message.connection === 0 && 'SQ'.includes(message.type) && !isEndOfReading(message)

async function through(step: string, judge: (question: number) => Verdict): Promise<{asked: number; kind: string}> {
  let asked = 0
  const proxy = await startProxy(xivo.url, (message) => (asks(message) ? judge(asked++) : 'pass'))
  const settings = loadSettings({}, {...xivo.env, XIVOCTL_DATABASE_URL: proxy.url})
  const work = (context: Context) => (steps[step] as (typeof steps)[string])(begin(context))
  const kind = await withContext(settings, new AbortController().signal, work).then(
    () => 'done',
    (error) => String(error.kind),
  )
  await proxy.close()
  return {asked, kind}
}

test('a connection cut before any statement of an override, of its end, and of a replacement leaves nothing', async () => {
  for (const step of ['override', 'end', 'replacement']) {
    const before = await state()
    let question = 0
    for (let done = false; !done; question++) {
      const {asked, kind} = await through(step, (number) => (number === question ? 'cut before' : 'pass'))
      done = asked <= question
      if (done) expect(kind).toBe('done')
      else
        expect([step, question, kind, await state()]).toEqual([
          step,
          question,
          expect.not.stringMatching('done'),
          before,
        ])
    }
    expect(question).toBeGreaterThan(step === 'replacement' ? 3 : 15)
    const after = await state()
    expect(after).not.toEqual(before)
    if (step === 'end') {
      expect(after.files).toEqual(before.files.filter((name) => !name.includes('greve')))
      expect(after.rows).toEqual(sample)
    } else if (step === 'override') sample = before.rows
  }
})

let sample: unknown

test('a COMMIT whose answer is lost leaves all: the rows, and the files that they play', async () => {
  const before = await state()
  const {asked} = await through('override', () => 'pass')
  const whole = await state()
  expect((await through('end', () => 'pass')).kind).toBe('done')
  expect(await through('override', (number) => (number === asked - 1 ? 'cut after' : 'pass'))).toMatchObject({
    kind: 'outcome-unknown',
  })
  const after = await state()
  expect(after.files).toEqual(whole.files)
  expect(after.rows).toEqual(whole.rows)
  expect(after.files).not.toEqual(before.files)
})
