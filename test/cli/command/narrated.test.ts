import {expect, onTestFinished, test, vi} from 'vitest'
import {narrated} from '../../../src/cli/command/narrated.ts'

test('what goes on is said again every four seconds, until something else does or it ends', async () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const said: string[] = []
  await narrated(
    (sentence) => said.push(sentence),
    async (tell) => {
      tell('starting')
      vi.advanceTimersByTime(9_000)
      tell('filling')
      vi.advanceTimersByTime(5_000)
    },
  )
  vi.advanceTimersByTime(60_000)
  expect(said).toEqual(['starting', 'starting: 4 s', 'starting: 8 s', 'filling', 'filling: 4 s'])
})
