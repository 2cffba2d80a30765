import {expect, test} from 'vitest'
import {runLine} from '../../support/run.ts'

test.each([
  ['callbacks find', '--limit'],
  ['callbacks find', '--offset'],
  ['callbacks close', '--at-most'],
  ['callbacks import calls.csv --list sales', '--wait'],
])('%s refuses %s with more than a number holds, as it was typed', async (command, flag) => {
  const refused = async (typed: string) => {
    const {code, stderr} = await runLine([...command.split(' '), flag, typed])
    expect(code).toBe(2)
    return stderr.split('\n')[0]
  }
  const words = `error: parsing ${flag}: expected an integer less than or equal to 9007199254740991 but received:`
  expect(await refused('9007199254740993')).toBe(`${words} 9007199254740993`)
  expect(await refused('9'.repeat(400))).toBe(`${words} ${'9'.repeat(40)}…`)
})
