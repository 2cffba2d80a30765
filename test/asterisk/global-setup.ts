import {existsSync} from 'node:fs'
import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import type {TestProject} from 'vitest/node'
import {aptGet, chroot, ffmpeg, mmdebstrap, sox} from '../system/programs.ts'
import {makeAsteriskRoot, releases} from './roots.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder with the Debians. */
    asteriskRoots: string
  }
}

const programs = {
  apt: aptGet,
  coreutils: chroot,
  ffmpeg,
  mmdebstrap,
  sox,
}

/** What these tests need and this machine lacks, in one sentence each. */
function lacking(): string[] {
  const missing = Object.entries(programs).flatMap(([name, program]) => (existsSync(program) ? [] : [name]))
  return [
    ...(process.getuid?.() === 0 ? [] : ['they must run as root']),
    ...(missing.length > 0 ? [`they need the Debian packages ${missing.join(', ')}`] : []),
  ]
}

/** Makes the Debians, in a folder that ASTERISK_ROOTS names and that is kept, or in one that is removed. */
export default async function setup({provide}: TestProject): Promise<() => Promise<void>> {
  const reasons = lacking()
  if (reasons.length > 0) throw new Error(`the tests with Asterisk cannot run here: ${reasons.join('; ')}`)
  const kept = process.env.ASTERISK_ROOTS
  const roots = kept ?? (await mkdtemp(join(tmpdir(), 'xivoctl-asterisk-')))
  const remove = async () => {
    if (kept === undefined) await rm(roots, {recursive: true, force: true})
  }
  try {
    for (const release of releases) {
      process.stderr.write(`the Asterisk of Debian ${release}\n`)
      makeAsteriskRoot(roots, release)
    }
  } catch (error) {
    await remove()
    throw error
  }
  provide('asteriskRoots', roots)
  return remove
}
