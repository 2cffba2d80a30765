import {afterEach, expect, test} from 'vitest'
import {loudnessText} from '../../src/cli/dissuasion/sounds-view.ts'
import {boxedColumns} from '../../src/cli/doctor/view.ts'
import {renderTable} from '../../src/cli/list/table.ts'

const utf8 = process.env.LC_ALL

afterEach(() => {
  process.env.LC_ALL = utf8
})

const findings = [
  {check: 'grants', ok: true, what: 'answers'},
  {check: 'clock', ok: false, severity: 'fault', what: 'is late'},
] as const
const level = {loudness: [-90, -50, -20, -1]}
const drawn = (locale: string, width: number) => {
  process.env.LC_ALL = locale
  return `${renderTable(findings, boxedColumns, {decorated: true, width})}\n${loudnessText(level)}`
}

test('tables, marks and bars are drawn with the characters that the locale has', () => {
  expect(drawn('fr_FR.UTF-8', 80)).toMatch(/^┌─.*✓.*✗.*·▁▆█$/s)
  const plain = drawn('C', 80)
  expect(plain).toMatch(/^[ -~\n]*$/)
  expect(plain.split('\n')).toEqual([
    '+----+--------+---------+',
    '| ok | check  | finding |',
    '|----+--------+---------|',
    '| ok | grants | answers |',
    '| x  | clock  | is late |',
    '+----+--------+---------+',
    '.168',
  ])
  expect(drawn('POSIX', 12)).toMatch(/^[ -~\n]*\n-+\n[ -~\n]*$/)
})
