import {existsSync} from 'node:fs'
import {join} from 'node:path'
import {makeRoot} from '../system/debian-root.ts'

/** The releases of Debian whose Asterisks are asked: the oldest that still has one, and the newest. */
export const releases = ['bullseye', 'sid'] as const

const packages = 'asterisk,asterisk-mp3'

/** Makes a Debian with its Asterisk in a folder of `roots`, unless it is there. */
export function makeAsteriskRoot(roots: string, release: string): void {
  const path = join(roots, release)
  if (existsSync(join(path, 'usr/sbin/asterisk'))) return
  makeRoot(path, release, ['--variant=minbase', `--include=${packages}`])
}
