import {execFileSync} from 'node:child_process'
import {createWriteStream} from 'node:fs'
import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {createServer} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {createList} from '../../../src/services/callbacks/lists.ts'
import {build, runBinary, runShell, startBinary} from '../../support/binary.ts'
import {useXivo} from '../../support/xivo.ts'

const csv = 'phoneNumber|lastName\n0230210092|Doe\n'
const TWO_SECONDS = 2000

beforeAll(() => build(), 180_000)

describe.runIf(process.platform === 'linux')('what is imported from', () => {
  const xivo = useXivo()
  let directory: string
  let made = 0
  const path = (name: string) => join(directory, name)
  const fifo = () => {
    const name = path(`fifo-${made++}`)
    execFileSync('sh', ['-c', 'mkfifo "$0"', name])
    return name
  }
  const load = (...argv: string[]) => runBinary(['callbacks', 'import', 'Relances', ...argv], {env: xivo.env})
  const stored = async () => (await xivo.sql('select last_name from xivoctl.callback_request')).length

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'xivoctl-input-'))
    await xivo.use((context) => createList(context, 'Relances', 'ventes'))
  })
  afterAll(() => rm(directory, {recursive: true, force: true}))

  test('may not be a FIFO that nobody writes to', async () => {
    const {process: child, ended} = await startBinary(['callbacks', 'import', 'Relances', fifo()], {env: xivo.env})
    const patience = setTimeout(() => child.kill('SIGKILL'), 10_000)
    expect(await ended).toMatchObject({code: 6, stdout: '', stderr: expect.stringContaining('FIFO without a writer')})
    clearTimeout(patience)
  })

  test('may be a FIFO whose writer waits for a reader', async () => {
    const name = fifo()
    const before = await stored()
    const line = `cat "$CSV" > "$FIFO" & sleep 0.2; xivoctl callbacks import Relances "$FIFO"`
    await writeFile(path('source.csv'), csv)
    const ended = await runShell(line, {env: {...xivo.env, CSV: path('source.csv'), FIFO: name}})
    expect(ended).toMatchObject({code: 0, stderr: expect.not.stringContaining('error')})
    expect(await stored()).toBe(before + 1)
  })

  test('may be a FIFO larger than every buffer, whose writer takes pauses', async () => {
    const name = fifo()
    const before = await stored()
    const line = `{ printf 'phoneNumber\\n'; sleep 1; yes 0230210092 | head -50000; sleep 1; echo 0230210093; } > "$FIFO" &
      xivoctl callbacks import Relances "$FIFO"`
    expect(await runShell(`sleep 0.2; ${line}`, {env: {...xivo.env, FIFO: name}})).toMatchObject({code: 0})
    expect(await stored()).toBe(before + 50_001)
  })

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('may stall: %s ends the import within two seconds', async (signal, code) => {
    const name = fifo()
    const before = await stored()
    const writer = createWriteStream(name)
    writer.write(csv)
    const {process: child, ended} = await startBinary(['callbacks', 'import', 'Relances', name], {env: xivo.env})
    const begun = `select from pg_stat_activity where datname = current_database() and state = 'idle in transaction' and pid <> pg_backend_pid()`
    while ((await xivo.sql(begun)).length === 0) await sleep(20)
    const killed = Date.now()
    child.kill(signal)
    expect(await ended).toMatchObject({code, signal: null, stderr: expect.stringContaining('nothing was written')})
    expect(Date.now() - killed).toBeLessThan(TWO_SECONDS)
    writer.destroy()
    expect(await stored()).toBe(before)
  })

  test.each([
    ['-', `printf '${csv.replaceAll('\n', '\\n')}' | xivoctl callbacks import Relances -`],
    ['/dev/stdin', `printf '${csv.replaceAll('\n', '\\n')}' | xivoctl callbacks import Relances /dev/stdin`],
    ['a file as /dev/stdin', 'xivoctl callbacks import Relances /dev/stdin < "$CSV"'],
    ['another descriptor', 'xivoctl callbacks import Relances /dev/fd/5 5< "$CSV"'],
    [
      'a process substitution whose writer takes its time',
      `bash -c '"$0" "$1" callbacks import Relances <(sleep 2; cat "$CSV")' "$NODE" "$RUN"`,
    ],
    [
      'a process substitution whose writer has ended',
      `bash -c '"$0" "$1" callbacks import Relances <(cat "$CSV")' "$NODE" "$RUN"`,
    ],
  ])('may be %s', async (_, line) => {
    await writeFile(path('source.csv'), csv)
    const before = await stored()
    const env = {CSV: path('source.csv'), NODE: process.execPath, RUN: join(await build(), 'bin', 'run.js')}
    expect(await runShell(line, {env: {...xivo.env, ...env}})).toMatchObject({code: 0})
    expect(await stored()).toBe(before + 1)
  })

  test.each(['/dev/null', '/dev/fd/5'])('is told empty when it is %s', async (name) => {
    const ended = await runShell(`true | { xivoctl callbacks import Relances ${name} 5<&0; }`, {env: xivo.env})
    expect(ended).toMatchObject({code: 3, stdout: ''})
  })

  test('may be neither a directory, nor a socket, nor a device', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(path('socket'), resolve))
    for (const [name, kind] of [
      [directory, 'directory'],
      [path('socket'), 'socket'],
      ['/dev/zero', 'device'],
    ] as const) {
      expect(await load(name)).toMatchObject({code: 6, stderr: expect.stringContaining(`it is a ${kind}`)})
    }
    server.close()
  })
})
