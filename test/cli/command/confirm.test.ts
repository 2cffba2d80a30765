import {execFile} from 'node:child_process'
import {open, readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {promisify} from 'node:util'
import {beforeAll, expect, test, vi} from 'vitest'
import {createList} from '../../../src/services/callbacks/lists.ts'
import {getRights, setRights} from '../../../src/services/rights/rights.ts'
import {build} from '../../support/binary.ts'
import {openTerminal, startTerminal} from '../../support/terminal.ts'
import {useXivo} from '../../support/xivo.ts'

const run = promisify(execFile)
const xivo = useXivo()
const ENTER = '\r'
const END_OF_INPUT = '\u0004'
const STOP = '\u001a'
const INTERRUPT = '\u0003'
const LEFT = '\u001b[D'
const SIGHUP = 1
const deletion = ['callbacks', 'lists', 'delete', 'Evening']
const question = /delete the list 'Evening'.*\(y\/N\)/s

const commandLine = async () => [process.execPath, join(await build(), 'bin', 'run.js'), ...deletion].join(' ')
/** A shell with job control, at its prompt. */
async function openShell() {
  const shell = openTerminal('bash --norc --noprofile -i', {env: {...xivo.env, PS1: 'ready> '}})
  await shell.shows(/ready> /)
  return shell
}
const lists = () => xivo.sql('select name from xivoctl.callback_list')

beforeAll(async () => {
  await build()
  await xivo.use((context) => createList(context, 'Evening', 'sales'))
})

test('Ctrl-D at a question changes nothing and is told as an interruption', async () => {
  const {answer, ended} = await startTerminal(deletion, xivo.env)
  await answer(question, END_OF_INPUT)
  const {code, screen} = await ended
  expect(screen).toMatch(/error: interrupted, nothing written\s*$/)
  expect(screen).not.toContain('bug')
  expect(code).toBe(130)
  expect(await lists()).toEqual([{name: 'Evening'}])
})

test('a terminal that is closed at a question ends the program as it would at any other time', async () => {
  const status = join(xivo.sounds, 'status')
  const {shows, close} = openTerminal(`trap : HUP; ${await commandLine()}; echo $? >${status}`, {env: xivo.env})
  await shows(question)
  close()
  const ended = await vi.waitFor(async () => await readFile(status, 'utf8'), {timeout: 10_000})
  expect(ended).toBe(`${128 + SIGHUP}\n`)
  expect(await lists()).toEqual([{name: 'Evening'}])
})

test('a question goes on after Ctrl-Z and fg', async () => {
  const {answer, shows, type, ended} = await openShell()
  type(`${await commandLine()}${ENTER}`)
  await answer(question, STOP)
  await answer(/Stopped/, `fg${ENTER}`)
  await answer(/delete Evening\r\n/, `n${ENTER}`)
  await shows(/not confirmed: nothing was changed/)
  type(`exit${ENTER}`)
  await ended
  expect(await lists()).toEqual([{name: 'Evening'}])
})

test('a signal at a question leaves the terminal as it was', async () => {
  const line = `${await commandLine()} & program=$!; (sleep 3; kill -TERM $program) & fg %1 >/dev/null; echo status $?; stty -a`
  const {shows, type, ended} = await openShell()
  type(`${line}${ENTER}`)
  await shows(question)
  await shows(/status 143/)
  await shows(/[^-]icanon.*[^-]echo /s)
  type(`exit${ENTER}`)
  await ended
})

test('a question is not asked where standard input was the data', async () => {
  const {type, ended} = await startTerminal(['callbacks', 'delete', '-'], xivo.env)
  type(`12345678${ENTER}${END_OF_INPUT}`)
  const {code, screen} = await ended
  expect(screen).toContain('standard input was the data')
  expect(screen).toContain('add --yes')
  expect(code).toBe(2)
})

test('a program whose terminal is gone before its work is done ends with its exit code', async () => {
  const file = (name: string) => join(xivo.sounds, name)
  await run('mkfifo', [file('fifo')])
  const input = await open(file('fifo'), 'r+')
  const program = [process.execPath, join(await build(), 'bin', 'run.js')].join(' ')
  const work = `${program} callbacks import Evening ${file('fifo')} >${file('log')} 2>&1; echo $? >${file('ended')}`
  const {type, close} = await openShell()
  type(`(${work}) & disown${ENTER}`)
  await vi.waitFor(async () => expect(await readFile(file('log'), 'utf8')).toContain('context'), {timeout: 10_000})
  close()
  await sleep(500)
  await input.write('phoneNumber\n0230210092\n')
  await input.close()
  const ended = await vi.waitFor(() => readFile(file('ended'), 'utf8'), {timeout: 10_000})
  expect(await readFile(file('log'), 'utf8')).toContain('imported 1 callback request')
  expect(ended).toBe('0\n')
})

test('a key that means nothing does not change the profile that is selected', async () => {
  await xivo.made((context) => setRights(context, 'abenali', {type: 'supervisor'}))
  const {answer, type, ended} = await startTerminal(['rights', 'edit', 'abenali'], xivo.env)
  await answer(/❯ supervisor/, LEFT)
  await sleep(300)
  type(ENTER)
  await answer(/Profile supervisor.*The queues to see/s, INTERRUPT)
  expect(await ended).toMatchObject({code: 130})
})

test('the second of two questions is asked after the first, and what was confirmed is told as done', async () => {
  const {answer, ended} = await startTerminal(['rights', 'edit', 'jbond'], xivo.env)
  await answer(/❯ supervisor/, ENTER)
  for (const each of ['queues', 'agent groups', 'incalls']) await answer(new RegExp(`The ${each} to see`), ENTER)
  await answer(/listen to recordings/, `n${ENTER}`)
  await answer(/change dissuasions/, `y${ENTER}`)
  await answer(/write this for 'jbond'/, `y${ENTER}`)
  expect(await ended).toMatchObject({code: 0, screen: expect.stringMatching(/would be created .*done\r?\nlogin/s)})
  const {found} = await xivo.use((context) => getRights(context, 'jbond'))
  expect(found.rights.data).toMatchObject({recordingAccess: false, dissuasionAccess: true})
})
