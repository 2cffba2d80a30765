import {execFileSync} from 'node:child_process'
import {readFileSync} from 'node:fs'
import {chmod, mkdir, mkdtemp, readdir, rm, utimes, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {createList} from '../../src/services/callbacks/lists.ts'
import {build, runShell} from '../support/binary.ts'
import {useXivo} from '../support/xivo.ts'

const page = readFileSync(new URL('../../docs/imports.md', import.meta.url), 'utf8')
const [, cronLine = ''] = /^\*\/5 \* \* \* \* +root +(.*)$/m.exec(page) ?? []
const header = 'phoneNumber|lastName\n'
const lines = (count: number) => Array.from({length: count}, (_, i) => `02${10_000_000 + i}|Doe\n`)

beforeAll(() => build(), 180_000)

describe('the drop folder of docs/imports.md', () => {
  const xivo = useXivo()
  let directory: string
  const path = (name: string) => join(directory, name)
  const drop = async (name: string, content: string) => {
    await writeFile(path(name), content)
    const before = new Date(Date.now() - 120_000)
    await utimes(path(name), before, before)
  }
  const cron = () =>
    runShell(cronLine.replaceAll('/srv/callbacks', directory), {
      env: {...xivo.env, PATH: `${path('bin')}:${process.env.PATH}`},
    })
  const stored = async () => (await xivo.sql('select from xivoctl.callback_request')).length

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'xivoctl-cron-'))
    await mkdir(path('done'))
    await mkdir(path('bin'))
    const program = path('bin/xivoctl')
    await writeFile(program, `#!/bin/sh\nexec "${process.execPath}" "${join(await build(), 'bin', 'run.js')}" "$@"\n`)
    await chmod(program, 0o755)
    await xivo.use((context) => createList(context, 'Relances ventes', 'ventes'))
  })
  afterAll(() => rm(directory, {recursive: true, force: true}))

  test('imports what is a file, archives it, and says nothing', async () => {
    await drop('night.csv', header + lines(2).join(''))
    await writeFile(path('uploading.csv'), header)
    await mkdir(path('folder.csv'))
    execFileSync('sh', ['-c', 'mkfifo "$0"', path('pipe.csv')])
    for (const name of ['folder.csv', 'pipe.csv']) await utimes(path(name), 0, 0)
    expect(await cron()).toEqual({code: 0, signal: null, stdout: '', stderr: ''})
    expect(await stored()).toBe(2)
    expect((await readdir(directory)).sort()).toEqual(['bin', 'done', 'folder.csv', 'pipe.csv', 'uploading.csv'])
    expect(await readdir(path('done'))).toEqual([expect.stringMatching(/-night\.csv$/)])
  })

  test('imports the rest of an upload that stalled and was sent again whole', async () => {
    const before = await stored()
    const all = lines(12).slice(2)
    await drop('stalled.csv', header + all.slice(0, 4).join(''))
    expect(await cron()).toMatchObject({code: 0, stderr: ''})
    await drop('stalled.csv', header + all.join(''))
    expect(await cron()).toMatchObject({code: 0, stderr: ''})
    expect(await stored()).toBe(before + all.length)
  })
})
