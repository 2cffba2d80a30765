import {execFileSync} from 'node:child_process'
import {createHash} from 'node:crypto'
import {
  link,
  mkdir,
  mkdtemp,
  rename as moveFile,
  readdir,
  readFile,
  readlink,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {Readable} from 'node:stream'
import {sql} from 'kysely'
import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest'
import {begin} from '../../../src/context.ts'
import {lock} from '../../../src/database/connection/locks.ts'
import {type Trx, transact} from '../../../src/database/connection/transact.ts'
import {invalid, outcomeUnknown} from '../../../src/errors.ts'
import {setSound} from '../../../src/services/dissuasion/dissuasion.ts'
import {type AddOptions, addSound} from '../../../src/services/dissuasion/sounds.ts'
import {removeSound, renameSound} from '../../../src/services/dissuasion/stored-sounds.ts'
import {keptSounds} from '../../../src/services/doctor/kept-sounds.ts'
import {changeWithFiles} from '../../../src/services/moving.ts'
import {undoChanges} from '../../../src/services/undo/undo.ts'
import {commandRun} from '../../../src/settings/origin.ts'
import {type FileMove, puttingBack, replacing, settingAside} from '../../../src/sounds/moves.ts'
import {aside, type StagedSound} from '../../../src/sounds/place.ts'
import {wav} from '../../support/wav.ts'
import {useXivo} from '../../support/xivo.ts'

const xivo = useXivo()
const played = 'sales_audio_file'
const tone = (seconds: number) => wav({seconds, sample: (i) => Math.sin(i) / 8})

beforeEach(async () => {
  await rm(xivo.sounds, {recursive: true, force: true})
  await mkdir(xivo.sounds)
  await put(`${played}.wav`)
})

const at = (name: string) => join(xivo.sounds, name)
const put = (name: string, content: Buffer = wav()) => writeFile(at(name), content)
const files = async () =>
  (await readdir(xivo.sounds, {recursive: true})).filter((name) => !name.includes('.xivoctl')).sort()
const add = (name: string, content: Buffer | AsyncIterable<Buffer>, options: AddOptions = {}) =>
  xivo.use((context) => {
    const bytes = Buffer.isBuffer(content) ? Readable.from([content]) : content
    return addSound(begin(context, {}), 'sales', {bytes, name}, options)
  })
const remove = (name: string) => xivo.use((context) => removeSound(begin(context, {}), name))
const rename = (name: string, to: string) => xivo.use((context) => renameSound(begin(context, {}), name, to))
async function undo() {
  const [{run} = {run: ''}] = await xivo.sql('select run from xivoctl.journal order by id desc limit 1')
  return xivo.use((context) => undoChanges(begin(context, {run: commandRun('undo')}), {run: String(run)}))
}
const conflict = {kind: 'conflict'}
const digest = (content: Buffer) => createHash('sha256').update(content).digest('hex')
const asideOf = (name: string, content: Buffer) => aside(name, digest(content))
const directory = () => ({path: xivo.sounds, asteriskPath: '/'})

describe('a file that is added', () => {
  test('replaces another one of the same size and length, until that is undone', async () => {
    const {changes} = await add('audio_file.wav', tone(1), {replace: true})
    expect(changes).toMatchObject([{kind: 'sound', id: `${played}.wav`}])
    expect(await readFile(at(`${played}.wav`))).toEqual(tone(1))
    await undo()
    expect(await readFile(at(`${played}.wav`))).toEqual(wav())
  })

  test('and is the same as the one that is there changes nothing, but what is beside it', async () => {
    expect((await add('audio_file.wav', wav(), {replace: true})).changes).toEqual([])
    await put(`${played}.alaw`, Buffer.alloc(8000, 0xd5))
    const {changes} = await add('audio_file.wav', wav(), {replace: true})
    expect(changes).toMatchObject([{id: `${played}.alaw`, before: {bytes: 8000}}])
    await undo()
    expect(await files()).toEqual([`${played}.alaw`, `${played}.wav`])
  })

  test('does not replace one that appears while it is read', async () => {
    async function* slow() {
      yield tone(2)
      await put('sales_late.wav')
    }
    await expect(add('late.wav', slow())).rejects.toMatchObject(conflict)
    expect(await readFile(at('sales_late.wav'))).toEqual(wav())
  })

  test('is taken away by undo while another file of its name is heard in its place, and not before', async () => {
    await rm(at(`${played}.wav`))
    await add('audio_file.wav', tone(1))
    await expect(undo()).rejects.toMatchObject(conflict)
    await put(`${played}.gsm`, Buffer.alloc(33 * 50, 0xd0))
    await undo()
    expect(await files()).toEqual([`${played}.gsm`])
  })
})

describe('what would be left of a played sound', () => {
  test.each<[string, Buffer]>([
    [`${played}.txt`, Buffer.from('text')],
    [`${played}.WAV`, wav()],
    [`${played}.wav16`, Buffer.from('nothing')],
    [`fr_FR/${played}.wav`, wav()],
  ])('is no reason to remove it, where callers do not hear %s', async (name, content) => {
    await mkdir(at('fr_FR'))
    await put(name, content)
    await expect(remove(`${played}.wav`)).rejects.toMatchObject(conflict)
    expect(await files()).toContain(`${played}.wav`)
  })

  test('is enough, where it is heard as before', async () => {
    await put(`${played}.gsm`, Buffer.alloc(33 * 50, 0xd0))
    await remove(`${played}.wav`)
    expect(await files()).toEqual([`${played}.gsm`])
  })
})

describe('what is no file', () => {
  test.each(['remove', 'rename', 'replace'] as const)('is refused, and nobody waits for it: %s', async (what) => {
    const doing = {
      remove: () => remove('sales_x'),
      rename: () => rename('sales_x', 'sales_y'),
      replace: () => add('x.wav', wav(), {replace: true}),
    }[what]
    execFileSync('sh', ['-c', 'mkfifo "$0"', at('sales_x.wav')])
    await expect(doing()).rejects.toMatchObject({
      ...conflict,
      message: "'sales_x.wav' is not a regular file: nothing was changed",
    })
    await rm(at('sales_x.wav'))
    await mkdir(at('sales_x.wav'))
    await expect(doing()).rejects.toMatchObject(conflict)
  })

  test('a link that leads nowhere is removed, renamed, and comes back', async () => {
    await symlink('nowhere.wav', at('sales_x.wav'))
    await remove('sales_x')
    expect(await files()).toEqual([`${played}.wav`])
    await undo()
    await rename('sales_x', 'sales_y')
    expect(await readlink(at('sales_y.wav'))).toBe('nowhere.wav')
  })
})

describe('a linked language folder', () => {
  test('shows the files of another one, which are renamed, removed and brought back once', async () => {
    await mkdir(at('fr_FR'))
    await symlink('fr_FR', at('fr'))
    await put('fr_FR/sales_x.wav')
    await symlink('../sales_audio_file.wav', at('fr_FR/sales_x.gsm'))
    await rename('sales_x', 'sales_y')
    expect((await remove('sales_y')).result.files).toEqual(['fr_FR/sales_y.gsm', 'fr_FR/sales_y.wav'])
    await undo()
    expect(await readFile(at('fr_FR/sales_y.gsm'))).toEqual(wav())
    expect(await readFile(at('fr_FR/sales_y.wav'))).toEqual(wav())
  })

  test('of another directory is left alone', async () => {
    const elsewhere = await mkdtemp(join(tmpdir(), 'xivoctl-elsewhere-'))
    await symlink(elsewhere, at('fr'))
    await writeFile(join(elsewhere, 'sales_x.wav'), wav())
    await expect(remove('sales_x')).rejects.toMatchObject(conflict)
    await expect(rename('sales_x', 'sales_y')).rejects.toMatchObject(conflict)
    expect(await readdir(elsewhere)).toEqual(['sales_x.wav'])
    await rm(elsewhere, {recursive: true})
  })
})

describe('the new name of a sound', () => {
  test('loses the extension of one of its files, and of no other', async () => {
    await put('sales_x.gsm')
    await put('sales_x.wav')
    expect((await rename('sales_x', 'sales_y.wav')).result.soundFile).toBe('sales_y')
    expect((await rename('sales_y', 'sales_x.v2')).result.soundFile).toBe('sales_x.v2')
  })

  test('that is refused comes with hints for a renaming', async () => {
    await expect(rename(played, 'sales fermé')).rejects.toMatchObject({hints: ["'sales_ferme' would do"]})
    await mkdir(at('fr_FR'))
    await put('sales_x.wav')
    await writeFile(at('sales_y'), 'no sound')
    await expect(rename('sales_x', 'sales_y')).rejects.toMatchObject({...conflict, hints: []})
  })
})

describe('a program that is ended by force', () => {
  test('after the database had a renaming leaves what undo takes back all the same', async () => {
    await put('sales_x.wav')
    await rename('sales_x', 'sales_y')
    await link(at('sales_y.wav'), at('sales_x.wav'))
    await undo()
    expect(await files()).toEqual([`${played}.wav`, 'sales_x.wav'])
  })

  test('before the database had a replacement leaves the files that it would have taken away', async () => {
    await put(`${played}.alaw`, Buffer.alloc(8000, 0xd5))
    const during: string[][] = []
    await xivo.sql(
      'create function xivoctl.slow() returns trigger language plpgsql as $$begin perform pg_sleep(0.5); return new; end$$',
    )
    await xivo.sql('create trigger slow before insert on xivoctl.journal for each row execute function xivoctl.slow()')
    const adding = add('audio_file.wav', tone(1), {replace: true})
    while ((await readFile(at(`${played}.wav`))).equals(wav())) await new Promise((resolve) => setTimeout(resolve, 20))
    during.push(await files())
    await adding
    await xivo.sql('drop function xivoctl.slow cascade')
    expect(during).toEqual([[`${played}.alaw`, `${played}.wav`]])
    expect(await files()).toEqual([`${played}.wav`])
  })
})

describe('doctor names what was set aside', () => {
  const hour = 3_600_000
  const named = async () => {
    const findings = await xivo.use((context) => keptSounds.examine(context))
    return findings.flatMap(({what, ok}) => (ok ? [] : [what]))
  }
  afterEach(() => vi.useRealTimers())

  test('and no change brings back, an hour later', async () => {
    await mkdir(at('fr_FR'))
    await put('sales_x.wav')
    await put('fr_FR/sales_x.wav')
    await remove('sales_x')
    await put(aside(`${played}.wav`, 'of no change'))
    expect(await named()).toEqual([])
    vi.useFakeTimers({toFake: ['Date'], now: Date.now() + 2 * hour})
    expect(await named()).toEqual([
      `${at(aside(`${played}.wav`, 'of no change'))} was set aside, but no change in the history can restore it`,
    ])
  })

  test('and not what undo brings back step by step, whatever became of it since', async () => {
    await add('x.wav', tone(1))
    await add('x.wav', tone(2), {replace: true})
    await rename('sales_x', 'sales_y')
    await add('y.wav', tone(3), {replace: true})
    await remove('sales_y')
    await undo()
    vi.useFakeTimers({toFake: ['Date'], now: Date.now() + 2 * hour})
    expect(await named()).toEqual([])
  })

  test('when its program was ended by force while it replaced one that was added before', async () => {
    const name = 'sales_added.wav'
    await add('added.wav', tone(1))
    await put(asideOf(name, tone(1)), tone(1))
    await put(name, tone(2))
    vi.useFakeTimers({toFake: ['Date'], now: Date.now() + 2 * hour})
    expect(await named()).toEqual([expect.stringContaining(`the former ${name},`)])
  })

  test('by the name that it had, when its program was ended by force while it replaced or removed it', async () => {
    await mkdir(at('fr_FR'))
    const [old, other] = [tone(4), tone(5)]
    const kept = {
      [`${played}.wav`]: old,
      [`${played}.alaw`]: other,
      [`fr_FR/${played}.gsm`]: old,
    }
    for (const [name, content] of Object.entries(kept)) await put(asideOf(name, content), content)
    vi.useFakeTimers({toFake: ['Date'], now: Date.now() + 2 * hour})
    const findings = await xivo.use((context) => keptSounds.examine({...context, sounds: directory()}))
    const told = findings.map((finding) => (finding.ok ? '' : /^\S+, the former (\S+), was/.exec(finding.what)?.[1]))
    expect(told.sort()).toEqual(Object.keys(kept).sort())
    expect(findings.map((finding) => !finding.ok && finding.remedy)).toContainEqual(
      expect.stringContaining(`mv -- ${at(asideOf(`${played}.wav`, old))} ${at(`${played}.wav`)})`),
    )
  })
})

describe('of two at once, the second never touches what the first one keeps', () => {
  const name = 'sales_x.wav'
  const old = tone(4)
  beforeEach(() => put(name, old))

  test('when both remove a sound', async () => {
    const [first, second] = [1, 2].map(() => settingAside(directory(), name, digest(old))) as [FileMove, FileMove]
    await first.begin()
    await first.finish?.()
    await expect(second.begin()).rejects.toMatchObject({...conflict, message: expect.stringContaining('is gone')})
    expect(await readFile(at(asideOf(name, old)))).toEqual(old)
  })

  test('when both replace it', async () => {
    const replacement = async (temporary: string) => {
      await put(temporary, tone(5))
      return replacing(directory(), {temporary: at(temporary)} as StagedSound, name, digest(old))
    }
    const [first, second] = [await replacement('one'), await replacement('two')]
    await first.begin()
    await expect(second.begin()).rejects.toMatchObject({
      ...conflict,
      message: expect.stringContaining('another process'),
    })
    expect(await readFile(at(asideOf(name, old)))).toEqual(old)
    expect(await readFile(at(name))).toEqual(tone(5))
    await put('three', tone(6))
    await moveFile(at('three'), at(name))
    await expect(first.cancel()).rejects.toMatchObject(conflict)
    expect(await readFile(at(name))).toEqual(tone(6))
  })

  test('when one undoes a replacement that the other repeats', async () => {
    await put(asideOf(name, tone(5)), tone(5))
    const back = puttingBack(directory(), name, digest(tone(5)), digest(old))
    await back.begin()
    await put('one', tone(6))
    await replacing(directory(), {temporary: at('one')} as StagedSound, name, digest(tone(5))).begin()
    await back.finish?.()
    expect(await readFile(at(asideOf(name, tone(5))))).toEqual(tone(5))
  })
})

describe('where the file system makes no link', () => {
  // Linux makes none to a folder either.
  const folder = async () => {
    await mkdir(at('folder'))
    return settingAside(directory(), 'folder', 'digest')
  }

  test('a file is moved once the database has the change', async () => {
    const {begin, finish} = await folder()
    await begin()
    expect(await files()).toEqual(['folder', `${played}.wav`])
    await finish?.()
    expect(await files()).toEqual([`${played}.wav`])
  })

  test('and stays when the database does not get it', async () => {
    const {begin, cancel} = await folder()
    await begin()
    await cancel()
    expect(await files()).toEqual(['folder', `${played}.wav`])
  })
})

const failing = (moves: FileMove[], fail: (trx: Trx) => Promise<never>) =>
  xivo.use((context) =>
    changeWithFiles(begin(context), async (trx, _record, move) => {
      await move(moves)
      return fail(trx)
    }),
  )

test.each<[string, (trx: Trx) => Promise<never>]>([
  ['ours', async () => Promise.reject(invalid('no'))],
  ["the database's", async (trx) => sql`do $$begin raise 'no'; end$$`.execute(trx).then(() => expect.fail())],
])('a move that cannot be taken back hides neither the error nor the other moves: %s', async (_, fail) => {
  const moves: FileMove[] = [1, 2].map((number) => ({
    file: `sales_${number}.wav`,
    begin: async () => {},
    cancel: async () => {
      await rm(at(`sales_${number}.wav`))
    },
  }))
  await put('sales_1.wav')
  await expect(failing(moves, fail)).rejects.toMatchObject({
    message: expect.stringContaining('no'),
    hints: ["'sales_2.wav' could not be put back: it is gone"],
  })
  expect(await files()).toEqual([`${played}.wav`])
})

test('a change of which nobody knows whether it was made says so after seconds, and what became of its files', async () => {
  const moves: FileMove[] = [{file: 'sales_x.wav', begin: async () => {}, cancel: async () => {}}]
  const run = commandRun('add-sound')
  let end = () => {}
  const ended = new Promise<void>((resolve) => {
    end = resolve
  })
  let backend: Promise<void> | undefined
  const losing = xivo.use((context) =>
    changeWithFiles(begin(context, {run}), async (_trx, _record, move) => {
      await move(moves)
      backend = xivo.use((other) =>
        transact(other, async (trx) => {
          await lock(trx, {on: 'run', words: run.uuid})
          await ended
        }),
      )
      await new Promise((resolve) => setTimeout(resolve, 300))
      throw outcomeUnknown('lost')
    }),
  )
  await expect(losing).rejects.toMatchObject({
    kind: 'outcome-unknown',
    hints: [expect.stringContaining('sales_x.wav'), expect.objectContaining({run: 'doctor'})],
  })
  end()
  await backend
}, 15_000)

test('a sound is not set while another change takes it away', async () => {
  await put('sales_x.wav')
  const setting = await xivo.use((removing) =>
    transact(removing, async (trx) => {
      await lock(trx, {on: 'sounds'})
      const set = xivo.use((context) => setSound(begin(context), 'sales', 'sales_x'))
      const outcome = set.catch((error: unknown) => error)
      await new Promise((resolve) => setTimeout(resolve, 300))
      await rm(at('sales_x.wav'))
      return {outcome}
    }),
  )
  expect(await setting.outcome).toMatchObject({kind: 'not-found'})
})
