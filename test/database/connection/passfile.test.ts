import {chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir, userInfo} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, expect, test} from 'vitest'
import {lineFor, lookUp, passfileOf} from '../../../src/database/connection/passfile.ts'

const account = {host: 'db.example.org', port: 5432, database: 'asterisk', user: 'xivoctl'}
let directory: string
let path: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'xivoctl-passfile-'))
  path = join(directory, 'pgpass')
})
afterEach(() => rmSync(directory, {recursive: true}))

function write(text: string, mode = 0o600): void {
  writeFileSync(path, text)
  chmodSync(path, mode)
}

test.each([
  ['db.example.org:5432:asterisk:xivoctl:s3cret', 's3cret'],
  ['*:*:*:*:s', 's'],
  ['*:*:*:xivoctl:s3cret\n', 's3cret'],
  ['db.example.org:5433:*:*:wrong\r\ndb.example.org:5432:*:*:s3cret\r\n', 's3cret'],
  ['*:*:*:*:first\n*:*:*:*:second', 'first'],
  ['*:*:*:*:as far as:a colon', 'as far as'],
  ['*:*:*:*:ends with \\', 'ends with \\'],
  ['*:*:*:*:with\\:colon and \\\\', 'with:colon and \\'],
  ['*:*:*:*: blank ', ' blank '],
  ['# *:*:*:*:comment\n#db.example.org:*:*:*:x\n\n*:*:*:*:s3cret', 's3cret'],
])('%j has the password %j', (text, password) => {
  write(text)
  expect(lookUp(path, account)).toEqual({password})
})

test.each([
  '',
  'db.example.org:5432:asterisk:xivoctl',
  '*:*:*:*:\n*:*:*:*:not looked at',
  'db:*:*:*:x',
  '*:*:*:someone:x',
  '#*:*:*:*:x',
])('%j has none', (text) => {
  write(text)
  expect(lookUp(path, account)).toEqual({why: `no line of ${path} matches`})
})

test('names with colons and backslashes are found as they are written there', () => {
  const odd = {host: 'fd00::7', port: 5432, database: 'a:b\\', user: '*'}
  write('fd00\\:\\:7:5432:a\\:b\\\\:\\*:s3cret')
  expect(lookUp(path, odd)).toEqual({password: 's3cret'})
  write('fd00::7:5432:a:b\\\\:\\*:s3cret')
  expect(lookUp(path, odd)).toEqual({password: 's3cret'})
  write(lineFor(odd))
  expect(lookUp(path, odd)).toEqual({password: 'PASSWORD'})
})

test('the sockets in the usual places are localhost, others go by their path', () => {
  write('localhost:*:*:*:usual\n/run/own:*:*:*:own')
  expect(lookUp(path, {...account, host: '/var/run/postgresql'})).toEqual({password: 'usual'})
  expect(lookUp(path, {...account, host: '/run/own'})).toEqual({password: 'own'})
})

test('a file that others may read does not count, nor what is no file', () => {
  for (const mode of [0o640, 0o604, 0o660]) {
    write('*:*:*:*:s3cret', mode)
    expect(lookUp(path, account)).toEqual({why: `${path} is ignored because others can read it: run chmod 600 ${path}`})
  }
  rmSync(path)
  expect(lookUp(path, account)).toEqual({why: `there is no ${path}`})
  mkdirSync(path)
  expect(lookUp(path, account)).toEqual({why: `${path} is not a regular file`})
})

test('it is where PGPASSFILE says, else in the home directory, never in the working directory', () => {
  expect(passfileOf({PGPASSFILE: '/run/pass', HOME: '/home/x'})).toBe('/run/pass')
  expect(passfileOf({HOME: '/home/x'})).toBe('/home/x/.pgpass')
  for (const env of [{}, {HOME: ''}]) expect(passfileOf(env)).toBe(join(userInfo().homedir, '.pgpass'))
})
