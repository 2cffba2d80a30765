import {rename, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {WriteCommand} from '../../src/cli/command/write-command.ts'
import {build, runShell} from '../support/binary.ts'
import {type Seed, seed} from '../support/rehearsal.ts'
import {commandOf, runLine} from '../support/run.ts'
import {token, useServing} from '../support/serving.ts'
import {startTerminal} from '../support/terminal.ts'
import {writeFiles} from '../support/writes.ts'
import {useXivo} from '../support/xivo.ts'

const xivo = useXivo()
const other = useXivo()
const original = useServing(other)
let there: Seed

/** Red in two spellings, and a mark that turns the direction of the text. */
const hostile = '\u001b[31m\u009b31m\u202e'
const escaped = String.raw`\u001b[31m\u009b31m\u202e`
/** All but the line ends, and the tab between the columns of --ids. */
const steering = /(?![\n\t])[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u
const inDatabase = [
  ...['firstname', 'lastname', 'loginclient'].map((column) => `userfeatures set ${column} = ${column} || $1`),
  ...['name', 'displayname'].map((column) => `queuefeatures set ${column} = ${column} || $1`),
  `queue set name = name || $1 where category = 'queue'`,
  `queuemember set queue_name = queue_name || $1 where category = 'queue'`,
  ...['firstname', 'lastname', '"group"'].map((column) => `agentfeatures set ${column} = ${column} || $1`),
  'agentgroup set name = name || $1',
  'incall set context = context || $1',
  `dialaction set actionarg1 = actionarg1 || $1 where category = 'queue' and action = 'sound'`,
  ...['callback_list', 'preferred_callback_period'].map((table) => `xivoctl.${table} set name = name || $1`),
  ...['first_name', 'last_name', 'company', 'description'].map(
    (column) => `xivoctl.callback_request set ${column} = coalesce(${column}, '') || $1`,
  ),
  ...['status', 'comment', 'list_name', 'agent_number', 'first_name', 'description', 'added_by'].map(
    (column) => `xivoctl.callback_ticket set ${column} = coalesce(${column}, '') || $1`,
  ),
  ...['reason', 'added_by'].map((column) => `xivoctl.do_not_call set ${column} = coalesce(${column}, '') || $1`),
  'xivoctl.callback_import set file_name = $1, imported_by = imported_by || $1, list_name = list_name || $1',
  'xivoctl.journal set asked = asked || $1, actor = actor || $1, object_name = object_name || $1',
]

const login = `jbond${hostile}`
const words = (line: string) => line.split(' ')

/** Every command that shows something of the database, the writes in an order in which each has something to write. */
const lines = (): string[][] => [
  words('profiles list'),
  words('rights list'),
  ['rights', 'get', login],
  ['rights', 'why', login],
  ['rights', 'get', `nobody${hostile}`],
  words('history'),
  ['history', 'show', there.change],
  ['undo', there.change],
  ['rights', 'set', login, '--profile', 'teacher', '--queue', 'id:1'],
  ['rights', 'delete', login],
  words('queues list'),
  words('queues get id:3'),
  words('groups list'),
  words('incalls list'),
  words('agents list'),
  words('agents get 1001'),
  words('dissuasion list'),
  words('dissuasion get id:3'),
  words('dissuasion options id:3'),
  words('dissuasion set-queue id:3 id:1'),
  ['dissuasion', 'set-sound', 'id:3', `sales${hostile}_essai`],
  words('dissuasion clear id:3'),
  words('dissuasion check'),
  ['dissuasion', 'add-sound', 'id:3', join(xivo.sounds, '.made.wav'), '--name', 'made.wav'],
  ['dissuasion', 'rename-sound', `sales${hostile}_made`, `sales${hostile}_again`],
  ['dissuasion', 'remove-sound', `sales${hostile}_again`],
  words('dissuasion overrides'),
  ['dissuasion', 'end-override', `${there.override}`],
  ['dissuasion', 'override', join(xivo.sounds, '.made.wav'), '--queue', 'id:3'],
  words('callbacks find'),
  words('callbacks stats'),
  words('callbacks tickets'),
  ['callbacks', 'tickets', 'add', there.ongoing, '--status', 'busy', '--comment', `soon${hostile}`],
  words('callbacks do-not-call list'),
  ['callbacks', 'do-not-call', 'add', '0230210095', '--queue', 'id:3', '--reason', `letter${hostile}`],
  ['callbacks', 'do-not-call', 'import', join(xivo.sounds, '.callbacks.csv'), '--queue', 'id:3'],
  words('callbacks do-not-call remove 0230210095'),
  words('callbacks report'),
  words('callbacks person --phone 0465710938'),
  ['callbacks', 'get', there.ongoing],
  ['callbacks', 'export', there.list],
  words('callbacks lists'),
  words('callbacks periods'),
  words('callbacks imports'),
  ['callbacks', 'imports', 'get', there.run],
  ['callbacks', 'imports', 'undo', there.run],
  ['callbacks', 'import', there.list, join(xivo.sounds, '.callbacks.csv')],
  ['callbacks', 'create', there.list, '--phone', '0230210093'],
  ['callbacks', 'update', there.ongoing, '--company', `Cie${hostile}`],
  ['callbacks', 'close', there.ongoing],
  ['callbacks', 'reopen', there.ongoing],
  ['callbacks', 'move', there.ongoing, '--to', there.otherList],
  words('callbacks erase --phone 0465710938'),
  words('callbacks purge --closed-before 2020-01-02'),
  ['callbacks', 'delete', '--list', there.list],
  ['callbacks', 'lists', 'create', 'Support', '--queue', 'id:3'],
  ['callbacks', 'lists', 'set-queue', there.otherList, 'id:1'],
  ['callbacks', 'lists', 'rename', there.otherList, 'Sales'],
  ['callbacks', 'lists', 'delete', there.list],
  words('callbacks periods create Matin --start 08:00 --end 12:00'),
  ['callbacks', 'periods', 'update', there.period, '--end', '21:00'],
  ['callbacks', 'periods', 'set-default', there.period],
  ['callbacks', 'periods', 'delete', there.period],
  words('doctor'),
  words('site export'),
  ['site', 'diff', join(xivo.sounds, '.hostile.json')],
  ['site', 'apply', join(xivo.sounds, '.hostile.json')],
  ['adopt', '--from', original.url],
]

/** What progress clears its own line with. */
const ERASED = '\r\u001b[K'

const terminals = [process.stdout, process.stderr]

beforeAll(async () => {
  await build()
  there = await seed(xivo)
  await xivo.sql(
    `insert into xivoctl.callback_ticket
    (uuid, request_uuid, list_uuid, list_name, queue_id, due_date, status, closes, added_by, started_at, updated_at)
    values (md5('t')::uuid, $1, $2, 'x', 3, current_date, 'busy', false, 'x', now(), now())`,
    [there.closed, there.list],
  )
  await writeFiles(xivo)
  const site = {dissuasions: {[`sales${hostile}`]: {queue: `ventes${hostile}`}}}
  await writeFile(join(xivo.sounds, '.hostile.json'), JSON.stringify(site))
  await other.sql(`insert into xivoctl.callback_list (uuid, name, queue_id) values (md5('x')::uuid, $1, 1)`, [
    `x${hostile}`,
  ])
  for (const change of inDatabase) await xivo.sql(`update ${change}`, [hostile])
  await rename(join(xivo.sounds, 'sales_newSoundFile.wav'), join(xivo.sounds, `sales${hostile}_essai.wav`))
  for (const stream of terminals) stream.isTTY = true
})

afterAll(() => {
  for (const stream of terminals) stream.isTTY = false
})

const run = (argv: string[]) => runLine(argv, {...xivo.env, NO_COLOR: '1', XIVOCTL_ORIGINAL_TOKEN: token})

/** The commands that show nothing of what was poisoned. */
const without = ['dissuasion overrides', 'dissuasion end-override', 'dissuasion override', 'callbacks periods create']

/** The formats that differ in how they are written. */
function variants(argv: string[], {flags = {}, prototype}: {flags?: object; prototype: unknown}): string[][] {
  if (prototype instanceof WriteCommand) return [[...argv, '--yes']]
  const ownStream = ['callbacks find', 'callbacks lists', 'callbacks export'].includes(argv.slice(0, 2).join(' '))
  const formats = ['csv', ...(ownStream ? ['ndjson', 'ids'] : [])].filter((format) => format in flags)
  return [...['json', ...formats].map((format) => [...argv, `--${format}`]), argv]
}

test('no command lets a text of the database steer the terminal, in any format', async () => {
  const silent: string[] = []
  for (const argv of lines()) {
    const {command, name} = await commandOf(argv)
    let shown = ''
    for (const each of variants(argv, command)) {
      const {stdout, stderr} = await run(each)
      shown = (stdout + stderr).replaceAll(ERASED, '')
      expect(shown, each.join(' ')).not.toMatch(steering)
      if (each.includes('--json')) JSON.parse(stdout)
    }
    if (!shown.includes(escaped)) silent.push(name)
  }
  expect(silent).toEqual(without)
})

test('neither does a question, nor data on a real terminal', async () => {
  await xivo.sql('update xivoctl.callback_list set name = $1', [`Ventes${hostile}`])
  const start = (argv: string) => startTerminal(words(argv), {...xivo.env, LANG: 'C.UTF-8'})
  const asking = await start(`callbacks lists delete ${there.otherList}`)
  await asking.answer(/delete the list 'Ventes\\u001b\[31m\\u009b31m\\u202e' with all its requests\?/, 'n\r')
  expect((await asking.ended).screen).not.toContain('[31m\u009b')
  const editing = await start(`rights edit ${login}`)
  await editing.shows(/Profile/)
  editing.type('\r')
  await editing.shows(/The queues to see/)
  editing.type('\u0003')
  const {screen} = await editing.ended
  expect(screen).toContain('\\u202e')
  expect(screen).not.toMatch(/\u001b\[31m|[\u009b\u202e]/)
  const listed = await (await start('callbacks lists --ndjson')).ended
  expect(listed.screen).toContain(escaped)
  expect(listed.screen).not.toMatch(/(?![\r\n])[\p{Cc}\p{Bidi_Control}]/u)
})

test('an argument that is not UTF-8 is refused by what is left of it', async () => {
  const refused = await runShell(`xivoctl callbacks lists create "$(printf 'No\\353l')" --queue sales`, {env: xivo.env})
  expect(refused).toMatchObject({code: 2, stdout: '', stderr: expect.stringContaining("'No\ufffdl' is not UTF-8")})
})
