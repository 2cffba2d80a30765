import {mkdtemp, readdir, readFile, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, expect, test} from 'vitest'
import {writeSampleSounds} from '../../src/embedded/sample-sounds.ts'
import {random} from '../faults/random.ts'
import {useAsterisks} from './asterisks.ts'
import {type SoundCase, soundCases} from './cases.ts'
import {randomCases} from './random-cases.ts'
import {type Compared, compare} from './sets.ts'
import {writeTable} from './table.ts'

const asterisks = useAsterisks()
const seed = Number(process.env.SOUNDS_SEED ?? Date.now() % 1_000_000_007)
const RANDOM = 200

const differing = (compared: readonly Compared[]) =>
  compared
    .filter(({differences}) => differences.length > 0)
    .map(({of: {name, what}, differences}) => [name, what, ...differences])

const sentences: string[] = []
let table: Compared[] = []
afterAll(() => {
  if (table.length > 0)
    writeTable(
      asterisks.map(({version}) => version),
      table,
      sentences,
    )
})

test('the cases are heard as xivoctl says', async () => {
  table = await compare(asterisks, 'cases', soundCases())
  const versions = asterisks.map(({version}) => version).join(' and ')
  sentences.push(
    `Seen on ${new Date().toISOString().slice(0, 10)} on Asterisk ${versions}, as Debian packages them, with asterisk-mp3.`,
  )
  expect(differing(table)).toEqual([])
})

test('so are the sounds of the sample', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'xivoctl-sample-'))
  await writeSampleSounds(folder)
  const files = (await readdir(folder, {withFileTypes: true})).filter((entry) => entry.isFile())
  const bytes = await Promise.all(files.map(async ({name}) => [name, await readFile(join(folder, name))] as const))
  await rm(folder, {recursive: true})
  expect(differing(await compare(asterisks, 'sample', namedSounds(bytes)))).toEqual([])
})

/** The files of one name are one sound. */
function namedSounds(files: readonly (readonly [string, Buffer])[]): SoundCase[] {
  const names = [...new Set(files.map(([file]) => file.replace(/\.[^.]*$/, '')))]
  const isOf = (name: string) => (file: readonly [string, Buffer]) => file[0].replace(/\.[^.]*$/, '') === name
  return names.map((name) => ({name, what: name, files: Object.fromEntries(files.filter(isOf(name)))}))
}

test(`so are ${RANDOM} sounds by chance, but for fewer than 2 in 100`, async () => {
  console.log(`seed ${seed}`)
  const wrong = differing(await compare(asterisks, 'random', randomCases(random(seed), RANDOM)))
  for (const each of wrong) console.log(each.join('; '))
  sentences.push(
    `Of ${RANDOM} further sounds, generated at random (SOUNDS_SEED=${seed}), ${wrong.length} sounded different from what xivoctl predicts.`,
  )
  expect(wrong.length).toBeLessThan(0.02 * RANDOM)
})
