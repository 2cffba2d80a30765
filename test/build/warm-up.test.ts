import {cp, mkdtemp, rm} from 'node:fs/promises'
import {dirname, join} from 'node:path'
import {expect, onTestFinished, test} from 'vitest'
import {build} from '../support/binary.ts'
import {openTerminal} from '../support/terminal.ts'

test('the build warms up on a terminal with nobody at the keyboard', async () => {
  const built = await build()
  const copy = await mkdtemp(join(dirname(built), '.draft-'))
  onTestFinished(() => rm(copy, {recursive: true, force: true}))
  await cp(built, copy, {recursive: true})
  const terminal = openTerminal(`"${process.execPath}" --random-seed=1 bin/warm-up.js`, {cwd: copy})
  onTestFinished(terminal.close)
  expect(await terminal.ended).toMatchObject({code: 0, screen: ''})
})
