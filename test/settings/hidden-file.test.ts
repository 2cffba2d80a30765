import {spawnSync} from 'node:child_process'
import {mkdirSync, mkdtempSync, rmSync} from 'node:fs'
import {chmod, chown, mkdir, mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {build, startProcess} from '../support/binary.ts'

const ORDINARY = 65534

/** Only root can give a process an /etc of its own, and take its right to read everything away; in some containers not even root. */
const overlay = (folder: string) =>
  `mount -t overlay overlay -o lowerdir=/etc,upperdir=${folder}/etc,workdir=${folder}/work /etc`
function mayMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'xivoctl-mount-'))
  for (const name of ['etc', 'work']) mkdirSync(join(folder, name))
  const {status} = spawnSync('unshare', ['-m', 'sh', '-c', `${overlay(folder)} && exec setpriv true`])
  rmSync(folder, {recursive: true, force: true})
  return status === 0
}

describe.runIf(process.platform === 'linux' && process.getuid?.() === 0 && mayMount())(
  "a folder /etc/xivoctl that is root's alone",
  () => {
    let folder = ''
    let program = ''
    beforeAll(async () => {
      program = join(await build(), 'bin', 'run.js')
      folder = await mkdtemp(join(tmpdir(), 'xivoctl-etc-'))
      await mkdir(join(folder, 'etc', 'xivoctl'), {recursive: true})
      await mkdir(join(folder, 'work'))
      await chown(join(folder, 'etc', 'xivoctl'), ORDINARY, ORDINARY)
      await chmod(join(folder, 'etc', 'xivoctl'), 0o750)
    })
    afterAll(() => rm(folder, {recursive: true, force: true}))

    const go = (argv: string[], env: Record<string, string> = {}) => {
      const drop = 'exec setpriv --bounding-set -dac_override,-dac_read_search'
      const line = `${overlay(folder)} && ${drop} ${process.execPath} ${program} "$@"`
      return startProcess('unshare', ['-m', 'sh', '-c', line, 'sh', ...argv], {
        env: {HOME: join(folder, 'home'), XIVOCTL_STATE_DIR: join(folder, 'state'), ...env},
      }).ended
    }
    const warning = 'warning: /etc/xivoctl/config.json cannot be read by this user, and is ignored\n'

    test('stops no command: it is passed over, with one warning', async () => {
      const away = {XIVOCTL_DATABASE_URL: 'postgres://xivoctl@127.0.0.1:1/asterisk?sslmode=disable'}
      const {stderr, code} = await go(['profiles', 'list'], away)
      expect(code).toBe(6)
      expect(stderr).toMatch(new RegExp(`^${warning}error: the database cannot be reached`))
      expect((await go(['profiles', 'list', '--context', 'demo'])).stderr).toMatch(
        new RegExp(`^${warning}error: no context named 'demo'`),
      )
      expect(await go(['demo', 'status'])).toMatchObject({code: 0})
    })

    test('is an error when somebody asks for it', async () => {
      for (const [argv, env] of [
        [['profiles', 'list', '--config', '/etc/xivoctl/config.json'], {}],
        [['profiles', 'list'], {XIVOCTL_CONFIG: '/etc/xivoctl/config.json'}],
        [['context', 'list', '--system'], {}],
      ] as const)
        expect(await go([...argv], env)).toMatchObject({code: 2, stderr: expect.stringContaining('EACCES')})
    })

    test('keeps nobody from a file of their own', async () => {
      const url = 'postgres://xivoctl@localhost/asterisk'
      expect(await go(['context', 'add', 'lyon', '--database-url', url])).toMatchObject({code: 0})
      expect((await go(['context', 'list', '--ids'])).stdout).toBe('lyon\n')
    })
  },
)
