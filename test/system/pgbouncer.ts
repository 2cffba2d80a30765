import {execFileSync} from 'node:child_process'
import {existsSync, rmSync} from 'node:fs'
import {join} from 'node:path'
import {makeRoot} from './debian-root.ts'
import {pgbouncer} from './programs.ts'

/** A PgBouncer: the program that is started, and what it is given before the pooler's own arguments. */
export interface Pooler {
  program: string
  argv: readonly string[]
}

/** That of the Debian in this folder, with the libraries that are there, or else this machine's. */
export function usualPooler(root = process.env.XIVOCTL_PGBOUNCER_ROOT): Pooler {
  if (root === undefined) return {program: pgbouncer, argv: []}
  const libraries = join(root, 'usr/lib/x86_64-linux-gnu')
  return {
    program: join(root, 'usr/lib64/ld-linux-x86-64.so.2'),
    argv: ['--library-path', libraries, join(root, pgbouncer)],
  }
}

/** `1.18` */
export function versionOf({program, argv}: Pooler): string {
  if (!existsSync(program)) return 'that is missing'
  const said = execFileSync(program, [...argv, '--version'], {encoding: 'utf8'})
  return /^PgBouncer (\d+\.\d+)/.exec(said)?.[1] ?? said
}

/** Puts the PgBouncer of a release of Debian into this folder, unless it is there; only root can. */
export function makePgbouncerRoot(path: string, release: string): void {
  if (existsSync(join(path, pgbouncer))) return
  try {
    makeRoot(path, release, ['--variant=extract', '--include=pgbouncer'])
  } catch (error) {
    rmSync(path, {recursive: true, force: true})
    console.error(`no PgBouncer of Debian ${release}: ${error instanceof Error ? error.message : error}`)
  }
}
