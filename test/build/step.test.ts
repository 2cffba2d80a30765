import {type ChildProcess, spawn} from 'node:child_process'
import {fileURLToPath} from 'node:url'
import {describe, expect, onTestFinished, test} from 'vitest'

const script = fileURLToPath(new URL('../../bin/step.js', import.meta.url))

function startStep(...command: string[]): {process: ChildProcess; ended: Promise<{code: number | null; said: string}>} {
  const child = spawn(process.execPath, [script, 'at work', ...command], {stdio: ['pipe', 'ignore', 'pipe']})
  onTestFinished(() => void child.kill())
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  const ended = new Promise<{code: number | null; said: string}>((resolve) => {
    child.once('close', (code) => resolve({code, said}))
  })
  return {process: child, ended}
}

describe('a step of an npm script', () => {
  test('is said at its beginning, and again while it lasts', async () => {
    const {code, said} = await startStep('sleep', '5').ended
    expect(code).toBe(0)
    expect(said).toMatch(/^at work …\nat work … [45] s\n/)
  })

  test('finds nothing to read, though somebody may type', async () => {
    expect(await startStep('cat').ended).toEqual({code: 0, said: 'at work …\n'})
  })

  test('ends with the code of its command, a signal and a missing one included', async () => {
    const ends = (...command: string[]) => startStep(...command).ended.then(({code}) => code)
    expect(await ends('sh', '-c', 'exit 3')).toBe(3)
    expect(await ends('sh', '-c', 'kill -TERM $$')).toBe(143)
    expect(await ends('/nonexistent')).toBe(1)
  })
})
