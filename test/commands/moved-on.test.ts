import {beforeAll, beforeEach, expect, test} from 'vitest'
import {exitCodes} from '../../src/cli/command/exit-codes.ts'
import {type RightsChange, setRights} from '../../src/services/rights/rights.ts'
import {build} from '../support/binary.ts'
import {startTerminal} from '../support/terminal.ts'
import {useXivo} from '../support/xivo.ts'

const xivo = useXivo()
const ENTER = '\r'
const set = (wanted: RightsChange) => xivo.made((context) => setRights(context, 'jbond', wanted))
const stored = () => xivo.sql('select object_name from xivoctl.user_right order by 1')

beforeAll(async () => void (await build()))
beforeEach(() => set({type: 'teacher', queue: {set: ['sales']}, group: {set: []}, incall: {set: []}}))

test('rights edit writes nothing when the rights have changed since its form was shown, and shows how', async () => {
  const {answer, shows, type, ended} = await startTerminal(['rights', 'edit', 'jbond'], xivo.env)
  await shows(/Profile/)
  await set({queue: {add: ['support']}})
  type(ENTER)
  for (const list of ['queues', 'agent groups', 'incalls']) await answer(new RegExp(`The ${list} to see`), ENTER)
  const {code, screen} = await ended
  expect(code).toBe(exitCodes.conflict)
  expect(screen).toMatch(/^ {2}rights of jbond: queues \+support\r?$/m)
  expect(screen).not.toContain('(y/N)')
  expect(await stored()).toEqual([{object_name: 'sales'}, {object_name: 'support'}])
})

test('a command that asks writes nothing when the data have changed since it asked, and shows how', async () => {
  const {shows, type, ended} = await startTerminal(['rights', 'delete', 'jbond'], xivo.env)
  await shows(/\(y\/N\)/)
  await set({queue: {add: ['support']}})
  type(`y${ENTER}`)
  const {code, screen} = await ended
  expect(code).toBe(exitCodes.conflict)
  expect(screen).toMatch(/^ {2}rights of jbond: queues \+support\r?$/m)
  expect(await stored()).toEqual([{object_name: 'sales'}, {object_name: 'support'}])
})
