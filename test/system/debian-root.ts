import {execFileSync, spawnSync} from 'node:child_process'
import {readFileSync} from 'node:fs'
import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {aptGet, chroot, mmdebstrap} from './programs.ts'

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
  const argv = ['--mode=root', '--variant=essential', '--include=libstdc++6', release(), path, mirror()]
  execFileSync(mmdebstrap, argv, {stdio: 'ignore'})
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
