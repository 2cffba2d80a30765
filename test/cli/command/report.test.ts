import {Errors} from '@oclif/core'
import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest'
import {asAppError, documentOf, errorText, report} from '../../../src/cli/command/report.ts'
import {AppError, type ErrorKind, invalid, invalidCsv, usage} from '../../../src/errors.ts'
import type {Change} from '../../../src/formats/changes.ts'
import {MovedOn, refuseOthers} from '../../../src/services/moved-on.ts'

let said: {stdout: string; stderr: string}

beforeEach(() => {
  said = {stdout: '', stderr: ''}
  for (const name of ['stdout', 'stderr'] as const) {
    vi.spyOn(process[name], 'write').mockImplementation((chunk) => {
      said[name] += String(chunk)
      return true
    })
  }
})

afterEach(() => {
  vi.restoreAllMocks()
  process.exitCode = 0
})

const support = {id: 4, name: 'support'}
const rights = (profile: string, queues: object[]) => ({profile, queues}) as Change['before'] & object
const none = {destination: 'none', action: 'none', actionarg1: null, linked: 1}
const disa = {destination: 'application:disa', action: 'application:disa', actionarg1: '1234', linked: 1}

/** What was shown, and what is the case when it is written. */
function movedOn(): MovedOn {
  const after = rights('admin', [])
  const jbond = {kind: 'rights', id: 1, name: 'jbond', after} as const
  const sales = {kind: 'dissuasion', id: 3, name: 'sales'} as const
  const shown: Change[] = [
    {...jbond, before: rights('teacher', [])},
    {...sales, before: none, after: disa},
    {kind: 'callbackList', id: 'made with another uuid', name: 'new', after: {name: 'new'}},
  ]
  const now: Change[] = [
    {...jbond, before: rights('supervisor', [support])},
    {kind: 'callbackList', id: 'each time', name: 'new', after: {name: 'new'}},
  ]
  try {
    refuseOthers(shown, now)
  } catch (error) {
    if (error instanceof MovedOn) return error
  }
  throw new Error('the changes are not the same')
}

describe('an error', () => {
  test('is told on stderr with its hints, and stdout stays empty', () => {
    report(usage('nothing says which XiVO', {hints: ['configure it', 'or try the demo']}), {json: false})
    expect(said).toEqual({
      stdout: '',
      stderr: 'error: nothing says which XiVO\nhint: configure it\nhint: or try the demo\n',
    })
  })

  test('is one JSON document on stdout under --json, and stderr stays empty', () => {
    report(invalid('bad', {hints: ['better'], problems: [{line: 2, reason: 'no number'}]}), {json: true})
    expect(said.stderr).toBe('')
    expect(JSON.parse(said.stdout)).toEqual({
      error: 'InvalidRequest',
      message: 'bad',
      hints: ['better'],
      errors: [{line: 2, reason: 'no number'}],
    })
  })

  test.each([
    [
      'The following error occurred:\n  Missing required flag queue\nSee more help with --help',
      'missing required flag --queue',
    ],
    [
      'Parsing --port \n\tExpected an integer less than or equal to 65535 but received: 70000\nSee more help with --help',
      'parsing --port: expected an integer less than or equal to 65535 but received: 70000',
    ],
    [
      `Parsing --port \n\tExpected an integer but received: ${'7'.repeat(400)}\nSee more help with --help`,
      `parsing --port: expected an integer but received: ${'7'.repeat(40)}…`,
    ],
  ])("of oclif's is one sentence: %j", (thrown, told) => {
    report(asAppError(new Errors.CLIError(thrown)), {json: false})
    expect(said.stderr).toBe(`error: ${told}\nhint: see --help\n`)
  })

  test('about data that moved on shows how they differ, without a password, on stderr and in JSON', () => {
    const error = movedOn()
    expect(errorText(error)).toBe(
      [
        `error: ${error.message}`,
        '  rights of jbond: profile teacher → supervisor; queues +support',
        '  dissuasion of sales: none → application:disa',
        `hint: ${error.hints[0]}`,
        '',
      ].join('\n'),
    )
    const {changes} = documentOf(error)
    expect(changes).toMatchObject([
      {kind: 'rights', id: 1},
      {kind: 'dissuasion', after: {actionarg1: '•••'}},
    ])
  })

  test("that a flag's parser threw is as it was thrown", () => {
    const thrown = invalid("--map is COLUMN=FIELD, not 'x'", {hints: ['better']})
    thrown.message = `Parsing --map \n\t${thrown.message}\nSee more help with --help`
    report(asAppError(thrown), {json: false})
    expect(said.stderr).toBe("error: --map is COLUMN=FIELD, not 'x'\nhint: better\n")
  })

  test('names a value once', () => {
    const problems = [
      {column: 'queue', value: 'x', reason: "no queue named 'x'"},
      {column: 'phoneNumber', value: 'x', reason: 'is not a phone number'},
    ]
    report(invalid('bad', {problems}), {json: false})
    expect(said.stderr).toBe("error: bad\n  queue: no queue named 'x'\n  phoneNumber: 'x' is not a phone number\n")
  })

  test.each<[ErrorKind, number]>([
    ['bug', 1],
    ['usage', 2],
    ['invalid', 3],
    ['not-found', 4],
    ['refused', 5],
    ['unavailable', 6],
    ['conflict', 7],
    ['outcome-unknown', 8],
    ['interrupted', 130],
    ['terminated', 143],
  ])('of kind %s exits %i, with and without --json', (kind, code) => {
    for (const json of [false, true]) {
      report(new AppError(kind, 'Conflict', 'because'), {json})
      expect(process.exitCode).toBe(code)
    }
  })

  test('shows control characters escaped on stderr, and untouched in JSON', () => {
    const nasty = 'a\u001b[2Jb\u202ec'
    const error = invalid(`no queue named '${nasty}'`, {hints: [nasty], problems: [{value: nasty, reason: nasty}]})
    report(error, {json: false})
    expect(said.stderr.match(/a\\u001b\[2Jb\\u202ec/g)).toHaveLength(4)
    expect(said.stderr).not.toMatch(/[\u001b\u202e]/)
    report(error, {json: true})
    expect(JSON.parse(said.stdout)).toMatchObject({hints: [nasty], errors: [{value: nasty, reason: nasty}]})
  })

  test('shows the first 100 problems and that there are more, of which some may be forgotten; JSON has them all', () => {
    const problems = Array.from({length: 250}, (_, i) => ({
      line: i + 2,
      column: 'phoneNumber',
      value: 'x',
      reason: 'is no number',
    }))
    const error = invalidCsv('250 lines are wrong', {problems})
    report(error, {json: false})
    const lines = said.stderr.trimEnd().split('\n')
    expect(lines).toHaveLength(102)
    expect(lines[1]).toBe("  line 2, phoneNumber: 'x' is no number")
    expect(lines.at(-1)).toBe('  … and more')
    report(error, {json: true})
    expect(JSON.parse(said.stdout).errors).toEqual(problems)
  })
})

describe('what was thrown', () => {
  test('by the parser of the command line is a mistake in usage', () => {
    const error = asAppError(new Errors.CLIError('Nonexistent flag: --frobnicate\nSee more help with --help'))
    expect(error).toMatchObject({kind: 'usage', message: 'nonexistent flag: --frobnicate', hints: ['see --help']})
  })

  test('because a module does not load is a bug', () => {
    expect(asAppError(new Errors.ModuleLoadError('failed to load ./x')).kind).toBe('bug')
  })

  test('by a prompt left with Ctrl-C is an interruption', () => {
    const left = Object.assign(new Error('User force closed the prompt'), {name: 'ExitPromptError'})
    expect(asAppError(left).kind).toBe('interrupted')
  })

  test('by mistake is a bug, told with where it happened', () => {
    report(asAppError(new TypeError('x is not a function')), {json: false})
    expect(said.stderr).toMatch(/^error: x is not a function\nthis is a bug in xivoctl.*\n {4}at /s)
  })
})
