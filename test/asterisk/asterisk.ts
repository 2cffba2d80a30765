import {type ChildProcess, execFileSync, spawn} from 'node:child_process'
import {randomUUID} from 'node:crypto'
import {once} from 'node:events'
import {mkdir, readFile, rm, writeFile} from 'node:fs/promises'
import {type AddressInfo, createServer} from 'node:net'
import {join} from 'node:path'
import {setTimeout as delay} from 'node:timers/promises'
import {chroot} from '../system/programs.ts'
import {Ami} from './ami.ts'
import {configuration} from './configuration.ts'
import {samplesOf} from './recording.ts'

/** The format in which a call's sound travels. */
export const callFormats = ['slin', 'alaw', 'ulaw'] as const
export type CallFormat = (typeof callFormats)[number]

/** What came of playing a sound. */
interface Heard {
  /** Asterisk's PLAYBACKSTATUS. */
  status: string
  /** What the other half of the call recorded: 8000 samples a second. */
  samples: Int16Array
}

interface Call {
  /** Without extension, below the folder of sounds. */
  name: string
  format: CallFormat
  language?: string
}

/** A real Asterisk, packaged by Debian, in a folder of its own. */
export interface Asterisk {
  version: string
  /** The folder that it plays from, seen from outside. */
  sounds: string
  play: (call: Call) => Promise<Heard>
  stop: () => Promise<void>
}

const SOUNDS = '/snd'
const RECORDINGS = '/rec'

/** Starts the Asterisk of a Debian in `root`. It listens on one port of the loopback interface. */
export async function startAsterisk(root: string): Promise<Asterisk> {
  const inside = (...argv: string[]) => execFileSync(chroot, [root, ...argv], {encoding: 'utf8'})
  const [port, secret] = [await freePort(), randomUUID()]
  const modules = inside('find', '/usr/lib', '-path', '*/asterisk/modules/*', '-printf', '%f\\n').split('\n')
  for (const [name, content] of Object.entries(configuration(modules, port, secret))) {
    await writeFile(join(root, 'etc/asterisk', name), content)
  }
  await emptied(join(root, SOUNDS))
  await emptied(join(root, RECORDINGS))
  inside('mkdir', '-p', '/run/asterisk')
  inside('chown', 'asterisk:asterisk', '/run/asterisk', RECORDINGS, SOUNDS)
  const process = spawn(chroot, ['--userspec=asterisk:asterisk', root, '/usr/sbin/asterisk', '-f', '-q'], {
    cwd: '/',
    stdio: 'ignore',
    env: {PATH: '/usr/sbin:/usr/bin', LC_ALL: 'C.UTF-8'},
  })
  const ami = await loggedIn(port, secret, process)
  return {
    version: inside('asterisk', '-V')
      .replace(/^Asterisk /, '')
      .trim(),
    sounds: join(root, SOUNDS),
    play: (call) => play(ami, root, call),
    stop: () => stop(ami, process),
  }
}

async function play(ami: Ami, root: string, {name, format, language = 'en'}: Call): Promise<Heard> {
  const call = randomUUID()
  await ami.action('DBPut', {Family: 'file', Key: call, Val: `${SOUNDS}/${name}`})
  await ami.action('DBPut', {Family: 'language', Key: call, Val: language})
  const isOf = (event: string) => (message: Record<string, string>) =>
    message.UserEvent === event && message.Call === call
  const [played, recorded] = [ami.next(isOf('Played')), ami.next(isOf('Recorded'))]
  const {Response, Message: why} = await ami.action('Originate', {
    Channel: 'Local/s@play/n',
    Context: 'record',
    Exten: 's',
    Priority: '1',
    Codecs: format,
    Variable: `__CALL=${call}`,
    Async: 'true',
  })
  if (Response !== 'Success') throw new Error(`Asterisk does not call: ${why}`)
  const {Status = ''} = await within(played, `the end of ${name} on a ${format} call`)
  await within(recorded, `the recording of ${name}`)
  const file = join(root, RECORDINGS, `${call}.wav`)
  const samples = samplesOf(await readFile(file))
  await rm(file)
  return {status: Status, samples}
}

/** Longer than any sound of the tests. */
const PATIENCE = 60_000

async function within<T>(event: Promise<T>, what: string): Promise<T> {
  const given = new AbortController()
  const late = delay(PATIENCE, undefined, {signal: given.signal}).then(() => {
    throw new Error(`Asterisk does not report ${what}`)
  })
  late.catch(() => {})
  return Promise.race([event, late]).finally(() => given.abort())
}

async function loggedIn(port: number, secret: string, process: ChildProcess): Promise<Ami> {
  for (let tries = 0; ; tries++) {
    try {
      return await Ami.login(port, 'test', secret)
    } catch (error) {
      if (tries === 150 || process.exitCode !== null) throw error
      await delay(200)
    }
  }
}

async function stop(ami: Ami, process: ChildProcess): Promise<void> {
  const ended = once(process, 'exit')
  ami.close()
  process.kill('SIGKILL')
  await ended
}

async function emptied(path: string): Promise<void> {
  await rm(path, {recursive: true, force: true})
  await mkdir(path, {recursive: true})
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const {port} = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
