import {rm, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {withContext} from '../../src/context.ts'
import {writeSampleSounds} from '../../src/embedded/sample-sounds.ts'
import {loadSettings} from '../../src/settings/load.ts'
import {type Seed, seed} from '../support/rehearsal.ts'
import {token, useServing} from '../support/serving.ts'
import {type TestXivo, useXivo} from '../support/xivo.ts'
import {type Area, type Case, filled, type Request} from './catalogue.ts'
import {runCommand} from './command-side.ts'
import {bytesOf} from './content.ts'
import {leaksOf, textsOf} from './leaks.ts'
import {mismatch, type Outcome} from './outcome.ts'
import {ask} from './rest-side.ts'
import {changedIn, type State, stateOf} from './state.ts'

const PATIENCE_MS = 5000

/** Nobody may read it in an answer. */
const password = 'a-password-that-only-tests-know'

/** Plays cases of the catalogue. */
export interface Players {
  xivo: TestXivo
  /**
   * What is wrong with what came of it on both faces: a command in this process, and a request over a socket to a server in this
   * process. With `apart` only the command, as a process of its own.
   */
  play: (area: Area, each: Case, how?: {apart: boolean}) => Promise<string[]>
}

/** Gives the calling test file what it needs to play cases. */
export function usePlayers(): Players {
  const xivo = useXivo()
  const server = useServing({
    use: (work) => withContext(loadSettings({}, environment(xivo)), new AbortController().signal, work),
  })
  let there: {seed: Seed; state: State} | undefined

  async function fresh() {
    there ??= {seed: await seed(xivo), state: await stateOf(xivo)}
    return there
  }

  async function play(area: Area, each: Case, {apart} = {apart: false}): Promise<string[]> {
    const {input, names} = await namesOf(each, await fresh(), xivo)
    const {command, request} = {...area, ...each}
    const wrong: string[] = []
    const judge = async (side: string, template: unknown, run: (asked: never) => Promise<Outcome>) => {
      if (template === undefined || template === null) return
      const {state} = await fresh()
      const asked = await filled(template, names)
      const start = performance.now()
      const outcome = await run(asked as never)
      const took = performance.now() - start
      const told = [asked, input, each].flatMap(textsOf)
      const found = [
        ...outcome.wrong,
        ...mismatch(each.answer, outcome),
        ...leaksOf(outcome.text, told, {
          secrets: [password, token, 'secret-of-'],
          rest: side === 'REST' ? xivo.sounds : '',
        }),
        ...(took > PATIENCE_MS ? [`it took ${Math.round(took)} ms`] : []),
        ...(await changesOf(state, {...area, ...each}, outcome)),
      ]
      if (found.length > 0)
        wrong.push(`${each.name}, ${side}: ${found.join('; ')}: ${outcome.text.slice(0, 400).replaceAll(/\s+/g, ' ')}`)
    }
    await judge('command line', command, (words: string[]) => runCommand(words, each, environment(xivo), {apart}))
    if (!apart) await judge('REST', request, (asked: Request) => ask(asked, each, server.port))
    return wrong
  }

  /** What changed that must not; then everything is put back. */
  async function changesOf(
    before: State,
    {changes = [], records = []}: Area & Case,
    {refused}: Outcome,
  ): Promise<string[]> {
    const changed = changedIn(before, await stateOf(xivo, before))
    if (changed.length > 0) there = undefined
    if (changed.includes('sounds')) await restoreSounds(xivo)
    const allowed = refused ? records : [...changes, ...records]
    return changed.filter((table) => !allowed.includes(table)).map((table) => `it changed ${table}`)
  }

  return {xivo, play}
}

async function restoreSounds({sounds}: TestXivo): Promise<void> {
  await rm(sounds, {recursive: true, force: true})
  await writeSampleSounds(sounds)
}

/** The database knows no passwords, so any will do. */
const environment = ({env}: TestXivo) => ({
  ...env,
  XIVOCTL_DATABASE_URL: String(env.XIVOCTL_DATABASE_URL).replace(/^(postgres(?:ql)?:\/\/[^:@/]+)@/, `$1:${password}@`),
})

/** What stands for `{{…}}` in the templates of a case; its file is written. */
async function namesOf({input}: Case, {seed}: {seed: Seed}, {sounds}: TestXivo) {
  const known = {...seed, token, sounds}
  const value = await filled(input, known)
  const file = join(sounds, '.hostile')
  if (value !== undefined) {
    const isDocument = typeof value !== 'string' && !Buffer.isBuffer(value)
    await writeFile(file, isDocument ? JSON.stringify(value) : bytesOf(value))
  }
  const path = typeof value === 'string' ? encodeURIComponent(value.toWellFormed()) : ''
  const names: Record<string, unknown> = {...known, file, path, input: value ?? '{{input}}'}
  return {input: value, names}
}
