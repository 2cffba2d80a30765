import {execFile} from 'node:child_process'
import {fileURLToPath} from 'node:url'
import {promisify} from 'node:util'
import {expect, test} from 'vitest'
import {systemdAnalyze} from './programs.ts'

const unit = fileURLToPath(new URL('../../contrib/xivoctl.service', import.meta.url))

test('systemd finds the unit of serve hardly exposed', async () => {
  const argv = ['security', '--offline=true', '--no-pager', unit]
  const {stdout} = await promisify(execFile)(systemdAnalyze, argv)
  const [, exposure] = /Overall exposure level for \S+: ([\d.]+)/.exec(stdout) ?? []
  expect(Number(exposure)).toBeLessThanOrEqual(1)
})
