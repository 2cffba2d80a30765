import {mkdtemp, rm, symlink} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, afterEach, beforeAll, expect, test} from 'vitest'
import {AppError} from '../../src/errors.ts'
import {type Conversion, convert} from '../../src/sounds/convert/convert.ts'
import {activeSpeechLevel} from '../support/active-speech-level.ts'
import {ffmpeg, sox} from '../system/programs.ts'
import {useAsterisks} from './asterisks.ts'
import {convertedInputs, type Input} from './inputs.ts'
import {samplesOf} from './recording.ts'
import {type Compared, compare} from './sets.ts'

const asterisks = useAsterisks()
const path = process.env.PATH
const programs = {ffmpeg, sox}
let folder: string
let inputs: Input[]

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xivoctl-path-'))
  inputs = convertedInputs()
})
afterEach(() => {
  process.env.PATH = path
})
afterAll(() => rm(folder, {recursive: true}))

async function* bytesOf({bytes}: Input): AsyncGenerator<Buffer> {
  yield bytes
}

/** What is made of the inputs with some of the programs; undefined where none of them can read it. */
async function convertedBy(name: string, some: readonly (keyof typeof programs)[]) {
  const bin = await mkdtemp(join(folder, 'bin-'))
  for (const program of some) await symlink(programs[program], join(bin, program))
  process.env.PATH = bin
  const made: {input: Input; conversion: Conversion & {wav: Buffer}}[] = []
  for (const input of inputs) {
    const conversion = await convert(bytesOf(input), input.file, new AbortController().signal).catch(refused)
    if (conversion) made.push({input, conversion})
  }
  console.log(`${name}: ${made.length} of ${inputs.length} inputs`)
  return made
}

function refused(error: unknown): undefined {
  if (!(error instanceof AppError) || error.kind !== 'invalid') throw error
}

const LEVEL = -22
const TOLERANCE = 1

function levelFault(level: number, what: string): string[] {
  return Math.abs(level - LEVEL) <= TOLERANCE ? [] : [`${what}: ${level.toFixed(1)} dBFS`]
}

/** The peak is where the gain stopped. */
function clipFault(samples: Int16Array): string[] {
  const peak = 20 * Math.log10(Math.max(...samples.map(Math.abs)) / 32_768)
  return Math.abs(peak + 1) <= 0.1 ? [] : [`its gain stopped at a peak of ${peak.toFixed(1)} dBFS`]
}

/** Asterisk leaves out the last hundredth of a second, and records whole frames. */
const TOLERATED_SECONDS = 0.05

function heardFaults({heard}: Compared, length: number, limited: boolean): string[] {
  return heard.flatMap(({slin, alaw, ulaw}) =>
    Object.entries({slin, alaw, ulaw}).flatMap(([format, {outcome, recorded, speech}]) => [
      ...(outcome === 'plays' ? [] : [`${outcome} on ${format} calls`]),
      ...(limited ? [] : levelFault(speech, `on ${format} calls`)),
      ...(Math.abs(recorded - length) <= TOLERATED_SECONDS ? [] : [`${recorded} s of ${length} on ${format} calls`]),
    ]),
  )
}

test.each([
  ['with ffmpeg and sox', ['ffmpeg', 'sox'], 44],
  ['with sox alone', ['sox'], 25],
  ['without either', [], 17],
] as const)('what is converted %s plays at -22 dBFS', async (name, some, atLeast) => {
  const made = await convertedBy(name, some)
  const cases = made.map(({input: {file}, conversion: {wav}}, i) => ({
    name: `c${i}`,
    what: file,
    files: {[`c${i}.wav`]: wav},
  }))
  const compared = await compare(asterisks, `converted-${some.join('-')}`, cases)
  const faults = made.flatMap(({input: {file}, conversion: {wav, limited}}, i) => {
    const [samples, played] = [samplesOf(wav), compared[i]]
    const level = limited ? clipFault(samples) : levelFault(activeSpeechLevel(samples, 8000), 'its level')
    const heard = played === undefined ? ['not heard'] : heardFaults(played, samples.length / 8000, limited === true)
    return [...level, ...heard].map((fault) => `${file}: ${fault}`)
  })
  expect(faults).toEqual([])
  expect(made.filter(({conversion}) => conversion.limited).map(({input: {file}}) => file)).toEqual(['click.wav'])
  expect(made.length).toBeGreaterThanOrEqual(atLeast)
})
