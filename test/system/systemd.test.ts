import {execFile} from 'node:child_process'
import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {promisify} from 'node:util'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {systemdAnalyze} from './programs.ts'

const contrib = fileURLToPath(new URL('../../contrib', import.meta.url))
const analyze = (...argv: string[]) => promisify(execFile)(systemdAnalyze, argv)

test('systemd finds the unit of serve hardly exposed', async () => {
  const {stdout} = await analyze('security', '--offline=true', '--no-pager', join(contrib, 'xivoctl.service'))
  const [, exposure] = /Overall exposure level for \S+: ([\d.]+)/.exec(stdout) ?? []
  expect(Number(exposure)).toBeLessThanOrEqual(1)
})

describe('systemd, where xivoctl is installed,', () => {
  const units = readdirSync(contrib).filter((name) => /\.(service|timer)$/.test(name))
  let folder: string
  /** With a program that is there in place of ours. */
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'xivoctl-units-'))
    for (const name of units) {
      const unit = readFileSync(join(contrib, name), 'utf8')
      writeFileSync(join(folder, name), unit.replace('ExecStart=xivoctl ', `ExecStart=${process.execPath} `))
    }
  })
  afterAll(() => rmSync(folder, {recursive: true}))

  test('finds nothing wrong with the units', async () => {
    expect(units).toEqual(['xivoctl-due.service', 'xivoctl-due.timer', 'xivoctl.service'])
    expect(await analyze('verify', ...units.map((name) => join(folder, name)))).toEqual({stdout: '', stderr: ''})
  })

  test('finds a setting that it does not know', async () => {
    writeFileSync(join(folder, 'wrong.service'), `[Service]\nExecStart=${process.execPath}\nProtectHose=yes\n`)
    const {stderr} = await analyze('verify', join(folder, 'wrong.service'))
    expect(stderr).toContain('ProtectHose')
  })
})
