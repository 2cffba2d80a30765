import {chmod, mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {remove} from '../embedded/temporary.ts'
import {build, runBinary, startProcess} from '../support/binary.ts'
import {guardedFolder} from '../support/guard.ts'
import {pages, sessionsOf} from '../support/pages.ts'
import {bash} from './programs.ts'

const PATIENCE_MS = 180_000
let env: Record<string, string>
let directory: string

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'xivoctl-readme-'))
  const program = join(directory, 'xivoctl')
  await writeFile(program, `#!/bin/sh\nexec "${process.execPath}" "${join(await build(), 'bin', 'run.js')}" "$@"\n`)
  await chmod(program, 0o755)
  env = {XIVOCTL_STATE_DIR: guardedFolder('xivoctl-embedded-'), PATH: `${directory}:${process.env.PATH}`}
  expect(await runBinary(['demo', 'start'], {env})).toMatchObject({code: 0})
}, PATIENCE_MS)
afterAll(async () => {
  await runBinary(['demo', 'stop', '--delete', '--yes'], {env})
  await remove(env.XIVOCTL_STATE_DIR ?? '')
  await rm(directory, {recursive: true})
})

/** In one shell a page, as when they are pasted one after the other. */
test.each(pages.filter((page) => sessionsOf(page).length > 0))(
  'the sessions of $path run as they stand, in order, on the demo',
  async (page) => {
    const script = sessionsOf(page).map(({line, code}) => `echo '${page.path}:${line}' >&2\n${code}`)
    const {ended} = startProcess(
      bash,
      ['--norc', '-euo', 'pipefail', '-c', `cd "${directory}"\n${script.join('\n')}`],
      {env},
    )
    const {code, stderr} = await ended
    expect(code, stderr).toBe(0)
  },
  PATIENCE_MS,
)
