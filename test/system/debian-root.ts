import {execFileSync, spawnSync} from 'node:child_process'
import {readFileSync} from 'node:fs'
import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {aptGet, chroot, mmdebstrap, unshare} from './programs.ts'

/** A Debian in a folder: what a fresh machine has, and no more. */
export interface DebianRoot {
  path: string
  /** Runs a line of shell in it, as root. */
  shell: (line: string) => {code: number | null; stdout: string; stderr: string}
  remove: () => Promise<void>
}

/**
 * Makes one of the release that this machine has, from where this machine has its packages: what is essential, and a library that
 * no Debian is without.
 */
export async function debianRoot(): Promise<DebianRoot> {
  const path = await mkdtemp(join(tmpdir(), 'xivoctl-debian-'))
  makeRoot(path, release(), ['--variant=essential', '--include=libstdc++6'])
  return {
    path,
    shell: (line) => {
      const {status, stdout, stderr} = spawnSync(chroot, [path, '/bin/sh', '-c', line], {
        env: {PATH: '/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/root', LC_ALL: 'C.UTF-8'},
        input: '',
        encoding: 'utf8',
        maxBuffer: 64 * 1024 * 1024,
      })
      return {code: status, stdout, stderr}
    },
    remove: () => rm(path, {recursive: true, force: true}),
  }
}

/**
 * Puts a release of Debian into the folder `path`. What mmdebstrap mounts there, such as this machine's /dev/shm, is gone with it,
 * even when it is killed: who removes the folder would empty that too. A mirror may be older than its release file says it may get.
 */
export function makeRoot(path: string, release: string, options: readonly string[]): void {
  const argv = ['--mode=root', '--aptopt=Acquire::Check-Valid-Until "false"', ...options, release, path, mirror()]
  execFileSync(unshare, ['--mount', mmdebstrap, ...argv], {stdio: ['ignore', 'ignore', 'pipe']})
}

function release(): string {
  const [, codename] = /^VERSION_CODENAME=(.*)$/m.exec(readFileSync('/etc/os-release', 'utf8')) ?? []
  if (codename === undefined) throw new Error('/etc/os-release names no release')
  return codename
}

function mirror(): string {
  const [uri] = execFileSync(aptGet, ['indextargets', '--format', '$(REPO_URI)'], {encoding: 'utf8'}).split('\n')
  if (!uri) throw new Error('apt knows no place to get packages from')
  return uri
}
