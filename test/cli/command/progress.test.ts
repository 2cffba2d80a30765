import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest'
import {showProgress} from '../../../src/cli/command/progress.ts'

const wipe = '\r\u001b[K'
let said: string
let former: {isTTY: boolean; columns: number}

function terminal(isTTY: boolean, columns: number): void {
  Object.assign(process.stderr, {isTTY, columns})
}

beforeEach(() => {
  said = ''
  former = {isTTY: process.stderr.isTTY, columns: process.stderr.columns}
  vi.useFakeTimers({toFake: ['performance']})
  vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    said += String(chunk)
    return true
  })
})

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
  terminal(former.isTTY, former.columns)
})

/** A quarter of a large file, after 49 seconds. */
function lineOn(columns: number): string {
  terminal(true, columns)
  const progress = showProgress(4_123_400_000, {quiet: false})
  vi.advanceTimersByTime(49_000)
  progress.update({lines: 12_345_678, bytes: 1_030_850_000})
  return said.replace(wipe, '')
}

describe('the line of progress', () => {
  test('says everything where there is room', () => {
    expect(lineOn(120)).toBe(
      '█████░░░░░░░░░░░░░░░ · 12,345,678 lines · 1030.8 MB of 4123.4 MB · 251,953 lines/s · 147 s left',
    )
  })

  test.each([80, 60, 40, 20])('leaves whole parts out on %i columns, never the time that is left', (columns) => {
    const line = lineOn(columns)
    expect(line).toMatch(/(^| · )147 s left$/)
    expect(line.length).toBeLessThan(columns)
  })

  test('of an input without size is lines, megabytes and rate', () => {
    terminal(true, 80)
    const progress = showProgress(undefined, {quiet: false})
    vi.advanceTimersByTime(2000)
    progress.update({lines: 1000, bytes: 500_000})
    expect(said).toBe(`${wipe}1,000 lines · 0.5 MB · 500 lines/s`)
  })

  test('is wiped when it was shown, and only then', () => {
    terminal(true, 80)
    const progress = showProgress(undefined, {quiet: false})
    progress.end()
    expect(said).toBe('')
    vi.advanceTimersByTime(200)
    progress.update({lines: 1, bytes: 1})
    said = ''
    progress.end()
    progress.end()
    expect(said).toBe(wipe)
  })

  test.each([
    ['--quiet', true, true],
    ['no terminal', false, false],
  ])('is not shown with %s', (_, isTTY, quiet) => {
    terminal(isTTY, 80)
    const progress = showProgress(undefined, {quiet})
    vi.advanceTimersByTime(200)
    progress.update({lines: 1, bytes: 1})
    progress.end()
    expect(said).toBe('')
  })
})
