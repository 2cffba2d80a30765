import {execFileSync} from 'node:child_process'
import {chmod, copyFile, mkdtemp, rename, rm, utimes, writeFile} from 'node:fs/promises'
import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, onTestFinished, test} from 'vitest'
import Doctor from '../../commands/doctor.ts'
import type {Diagnosis} from '../../src/services/doctor/doctor.ts'
import type {Finding} from '../../src/services/doctor/finding.ts'
import {initialise} from '../../src/services/schema.ts'
import {createRole, envOf} from '../support/least-role.ts'
import {beforeMigration} from '../support/older-tables.ts'
import {commandOf, run} from '../support/run.ts'
import {useXivo} from '../support/xivo.ts'

const xivo = useXivo()
const role = `xivoctl_doctor_${process.pid}`
const host = Intl.DateTimeFormat().resolvedOptions().timeZone
let database = ''

/** The sample data have one of many a fault: these are mended first, by hand. */
beforeAll(async () => {
  const [here] = await xivo.sql('select current_database() as name')
  database = here?.name
  await inTimeZone(host)
  await xivo.sql(`update userfeatures set loginclient = 'michel' where loginclient = 'MDurand'`)
  await xivo.sql(
    `update dialaction set action = 'none', actionarg1 = null, linked = 1
     where event = 'chanunavail' and category = 'queue' and categoryval in ('9', '11', '14')`,
  )
  await chmod(xivo.sounds, 0o775)
  await rename(join(xivo.sounds, 'facturation_attente'), join(xivo.sounds, 'facturation_attente.wav'))
  await createRole(xivo, role)
})
afterAll(async () => {
  await xivo.sql(`drop owned by ${role}`)
  await xivo.sql(`drop role ${role}`)
})

interface Way {
  env?: Record<string, string>
  argv?: string[]
}

async function troubles({env = {}, argv = []}: Way = {}): Promise<{code: number; found: Finding[]}> {
  const {code, stdout} = await run(Doctor, ['--json', ...argv], {...xivo.env, ...env})
  const {findings} = JSON.parse(stdout) as Diagnosis
  return {code, found: findings.filter(({ok}) => !ok)}
}

interface Fault {
  plant: () => Promise<unknown>
  /** Of what the table names `what`. */
  check: string
  what: RegExp
  /** The exit code; 0 of a warning. */
  exit?: number
  way?: () => Way
  /** The line that mends it: for psql, or for a shell; what it leaves to choose is chosen here. */
  mends?: 'psql' | 'shell'
  choose?: Record<string, string>
  /** What mends it and takes another program, in part. */
  advises?: RegExp
  /** Does --fix offer to mend it? */
  fix?: boolean
  /** Whatever the way it was mended. */
  undo: () => Promise<unknown>
}

const sql = (text: string) => () => xivo.sql(text)
const nothing = async () => {}
const asRole = () => ({env: envOf(xivo, role)})
const sound = (name: string) => join(xivo.sounds, name)

const inTimeZone = async (zone: string) => {
  await xivo.sql(`alter role postgres in database ${database} reset timezone`)
  await xivo.sql(`alter database ${database} set timezone to '${zone}'`)
}

/** A function of this name hides PostgreSQL's. */
const shadowed = (declaration: string, body: string) => async () => {
  await xivo.sql(`create schema shadow; create function shadow.${declaration} language sql as $$${body}$$`)
  await xivo.sql(`alter database ${database} set search_path to shadow, pg_catalog, public`)
}
const unshadowed = async () => {
  await xivo.sql(`alter database ${database} reset search_path`)
  await xivo.sql('drop schema shadow cascade')
}

const dissuade =
  (queue: number, action: string, argument: string | null, linked = 1) =>
  async () => {
    await xivo.sql(`delete from dialaction where event = 'chanunavail' and category = 'queue' and categoryval = $1`, [
      String(queue),
    ])
    await xivo.sql(
      `insert into dialaction (event, category, categoryval, action, actionarg1, actionarg2, linked)
          values ('chanunavail', 'queue', $1, $2::dialaction_action, $3, null, $4)`,
      [String(queue), action, argument, linked],
    )
  }
const undissuade = (...queues: number[]) =>
  sql(
    `update dialaction set action = 'none', actionarg1 = null, linked = 1 where event = 'chanunavail' and category = 'queue' and categoryval in (${queues.map((id) => `'${id}'`)})`,
  )

const renameQueue = (from: string, to: string) =>
  sql(
    `update queuefeatures set name = '${to}' where name = '${from}';
     update queue set name = '${to}' where name = '${from}';
     update queuemember set queue_name = '${to}' where queue_name = '${from}'`,
  )

const playback = '/var/lib/xivo/sounds/playback'
const moveSounds = (from: string, to: string) =>
  xivo.sql('update dialaction set actionarg1 = replace(actionarg1, $1, $2)', [from, to])

const right = (kind: string, id: number, name: string) =>
  sql(
    `insert into xivoctl.user_profile values (2, 'supervisor', true, false) on conflict do nothing;
     insert into xivoctl.user_right values (2, '${kind}', ${id}, '${name}')`,
  )
const noRights = sql('delete from xivoctl.user_profile')

const list = (queue: number, due = 'current_date') =>
  sql(
    `insert into xivoctl.callback_list values ('7b1f8a4e-0000-4000-8000-000000000001', 'L''été', ${queue});
     insert into xivoctl.callback_request (uuid, list_uuid, phone_number, phone_identity, preferred_period_uuid, due_date)
     select md5(random()::text)::uuid, '7b1f8a4e-0000-4000-8000-000000000001', '0199000000', 33199000000, uuid, ${due}
     from xivoctl.preferred_callback_period, generate_series(1, 3)`,
  )
const numbers = async (rows: string) => {
  await list(1)()
  await xivo.sql(`insert into xivoctl.callback_request
      (uuid, list_uuid, preferred_period_uuid, due_date, phone_number, phone_identity)
    select md5(random()::text || number)::uuid, '7b1f8a4e-0000-4000-8000-000000000001', uuid, current_date, number, identity::bigint
    from xivoctl.preferred_callback_period, (values ${rows}) numbers (number, identity)`)
}
const noLists = sql('delete from xivoctl.callback_list')

const original = createServer((_, response) => response.end('[]'))
let elsewhere = ''
beforeAll(async () => {
  elsewhere = await mkdtemp(join(tmpdir(), 'xivoctl-elsewhere-'))
  await new Promise<void>((listening) => original.listen(0, '127.0.0.1', listening))
})
afterAll(async () => {
  await new Promise((closed) => original.close(closed))
  await rm(elsewhere, {recursive: true})
})

const faults: Record<string, Fault> = {
  'settings that cannot be': {
    plant: nothing,
    way: () => ({env: {XIVOCTL_SOUNDS_DIR: 'sounds'}}),
    check: 'settings',
    what: /not 'sounds'/,
    exit: 2,
    undo: nothing,
  },
  'a database that is away': {
    plant: nothing,
    way: () => ({env: {XIVOCTL_DATABASE_URL: 'postgres://127.0.0.1:1/asterisk'}}),
    check: 'connection',
    what: /cannot be reached/,
    exit: 6,
    undo: nothing,
  },
  'a server that is too old': {
    plant: shadowed(
      'current_setting(name text) returns text',
      `select case name when 'server_version_num' then '100023' else pg_catalog.current_setting(name) end`,
    ),
    check: 'server version',
    what: /PostgreSQL/,
    exit: 6,
    undo: unshadowed,
  },
  'a server newer than any that was tried': {
    plant: shadowed(
      'current_setting(name text) returns text',
      `select case name when 'server_version_num' then '190001' else pg_catalog.current_setting(name) end`,
    ),
    check: 'server version',
    what: /PostgreSQL/,
    undo: unshadowed,
  },
  'dialaction without its key': {
    plant: sql('alter table public.dialaction drop constraint dialaction_pkey'),
    check: 'dialaction key',
    what: /public.dialaction has no primary key/,
    exit: 6,
    undo: () => xivo.sql('alter table public.dialaction add primary key (event, category, categoryval)'),
  },
  'a standby': {
    plant: shadowed('pg_is_in_recovery() returns boolean', 'select true'),
    check: 'writes',
    what: /every write would be refused/,
    exit: 6,
    undo: unshadowed,
  },
  'a database that is read-only': {
    plant: sql(
      `do $$ begin execute format('alter database %I set default_transaction_read_only to on', current_database()); end $$`,
    ),
    check: 'writes',
    what: /every write would be refused/,
    exit: 6,
    undo: () => xivo.sql(`begin read write; alter database ${database} reset default_transaction_read_only; commit`),
  },
  'the database of a XiVO slave': {
    plant: async () => {
      await writeFile(join(elsewhere, 'ha.conf'), '{"node_type": "slave", "remote_address": "192.0.2.1"}')
      const settings = {contexts: {}, highAvailabilityFile: join(elsewhere, 'ha.conf')}
      await writeFile(join(elsewhere, 'config.json'), JSON.stringify(settings))
    },
    way: () => ({env: {XIVOCTL_CONFIG: join(elsewhere, 'config.json')}}),
    check: 'writes',
    what: /every write would be refused/,
    exit: 6,
    undo: nothing,
  },
  'a clock that is behind': {
    plant: shadowed(
      'clock_timestamp() returns timestamptz',
      `select pg_catalog.clock_timestamp() - interval '5 minutes'`,
    ),
    check: 'clock',
    what: /is (299|300|301) s behind/,
    undo: unshadowed,
  },
  'another time zone': {
    plant: () => inTimeZone('Pacific/Kiritimati'),
    check: 'clock',
    what: /time zone Pacific\/Kiritimati/,
    mends: 'psql',
    undo: () => inTimeZone(host),
  },
  'a time zone that is another in summer alone, where this machine has UTC': {
    plant: () => inTimeZone(host === 'Europe/London' ? 'UTC' : 'Europe/London'),
    check: 'clock',
    what: /time zone (Europe\/London|UTC)/,
    mends: 'psql',
    undo: () => inTimeZone(host),
  },
  'a column of XiVO that is missing': {
    plant: sql('alter table agentfeatures rename numgroup to groupid'),
    check: 'xivo tables',
    what: /^missing: public\.agentfeatures\.numgroup$/,
    exit: 6,
    undo: sql('alter table agentfeatures rename groupid to numgroup'),
  },
  'a grant on a table of XiVO that is missing': {
    plant: sql(`revoke update, insert on dialaction from ${role}`),
    way: asRole,
    check: 'grants',
    what: /lacks INSERT, UPDATE on public\.dialaction/,
    exit: 5,
    mends: 'psql',
    undo: nothing,
  },
  'a grant on our schema that is missing': {
    plant: sql(`revoke usage on schema xivoctl from ${role}`),
    way: asRole,
    check: 'grants',
    what: /lacks USAGE on SCHEMA xivoctl/,
    exit: 5,
    mends: 'psql',
    undo: nothing,
  },
  'the grants on a table that an upgrade made': {
    plant: sql(`revoke all on xivoctl.request_key from ${role}`),
    way: asRole,
    check: 'grants',
    what: /lacks DELETE, INSERT, SELECT, UPDATE on xivoctl\.request_key/,
    exit: 5,
    mends: 'psql',
    undo: nothing,
  },
  'migrations that were not run': {
    plant: sql(beforeMigration('0003-request-keys')),
    check: 'own tables',
    what: /^schema 'xivoctl' lacks 0003-request-keys, 0004-no-import-key, 0005-import-form, 0006-references-by-statement, 0007-phone-identities, 0008-request-times, 0009-journal, 0010-dissuasion-overrides, 0011-do-not-call, 0012-tickets, 0013-due-dates-and-phones, 0014-phone-filters$/,
    exit: 6,
    mends: 'shell',
    fix: true,
    undo: sql(`grant all on xivoctl.request_key to ${role}`),
  },
  "somebody else's table in the way of a migration": {
    plant: sql(
      `${beforeMigration('0004-no-import-key')}; delete from xivoctl.xivoctl_migration where name = '0003-request-keys'`,
    ),
    check: 'own tables',
    what: /lacks 0003-request-keys, .*, and .* tables of these names that xivoctl did not make: request_key/,
    exit: 7,
    undo: async () => {
      await xivo.sql('drop table xivoctl.request_key')
      await xivo.made(initialise)
      await xivo.sql(`grant all on xivoctl.request_key to ${role}`)
    },
  },
  'a table of ours that was dropped': {
    plant: sql('alter table xivoctl.request_key rename to gone'),
    check: 'own tables',
    what: /missing, although .*: xivoctl\.request_key$/,
    exit: 6,
    undo: sql('alter table xivoctl.gone rename to request_key'),
  },
  'a schema of a newer xivoctl': {
    plant: sql(`insert into xivoctl.xivoctl_migration values ('9999-telepathy', now()::text)`),
    check: 'own tables',
    what: /newer version: 9999-telepathy/,
    undo: sql(`delete from xivoctl.xivoctl_migration where name = '9999-telepathy'`),
  },
  'no default period, and one that could be it': {
    plant: sql('update xivoctl.preferred_callback_period set "default" = false'),
    check: 'default period',
    what: /there is no default period/,
    exit: 6,
    mends: 'shell',
    fix: true,
    undo: nothing,
  },
  'no period at all': {
    plant: sql('delete from xivoctl.preferred_callback_period'),
    check: 'default period',
    what: /there is no default period/,
    exit: 6,
    mends: 'shell',
    fix: true,
    undo: nothing,
  },
  'no default period, and two that could be it': {
    plant: sql(
      `update xivoctl.preferred_callback_period set "default" = false;
       insert into xivoctl.preferred_callback_period values (md5(random()::text)::uuid, 'Soir', '18:00', '20:00')`,
    ),
    check: 'default period',
    what: /there is no default period/,
    exit: 6,
    mends: 'shell',
    undo: sql(`delete from xivoctl.preferred_callback_period where name = 'Soir'`),
  },
  'the original server, still running': {
    plant: list(1),
    way: () => ({argv: ['--original', `127.0.0.1:${(original.address() as AddressInfo).port}`]}),
    check: 'original server',
    what: /another configuration server answers/,
    exit: 7,
    undo: noLists,
  },
  'a sound directory that is not there': {
    plant: nothing,
    way: () => ({env: {XIVOCTL_SOUNDS_DIR: sound('nowhere')}}),
    check: 'sounds',
    what: /cannot be read/,
    exit: 6,
    undo: nothing,
  },
  'a sound directory that nobody else may enter': {
    plant: () => chmod(xivo.sounds, 0o700),
    check: 'sound files',
    what: /only the owner of/,
    mends: 'shell',
    undo: nothing,
  },
  'a sound that Asterisk may not read': {
    plant: () => chmod(sound('sav_ferme.wav'), 0o600),
    check: 'sound files',
    what: /sav_ferme\.wav may not be read/,
    mends: 'shell',
    undo: nothing,
  },
  'a sound whose name XiVO does not take': {
    plant: () => copyFile(sound('sav_ferme.wav'), sound("sav_l'été à midi.wav")),
    check: 'sound files',
    what: /does not list .*: its name is too long, or has other characters/,
    mends: 'shell',
    undo: () => rm(sound('sav_l_ete_a_midi.wav')),
  },
  'a sound whose addition was ended by force': {
    plant: async () => {
      const draft = sound('.xivoctl-0e6f5f9a-6f0c-4a5f-9c59-6a1e4c3f5d10.tmp')
      await writeFile(draft, 'RIFF')
      const before = new Date(Date.now() - 2 * 3_600_000)
      await utimes(draft, before, before)
    },
    check: 'sound files',
    what: /0e6f5f9a.* is an incomplete sound/,
    mends: 'shell',
    undo: nothing,
  },
  'a sound of a kind that XiVO does not know': {
    plant: () => writeFile(sound('sav_film.mp4'), '', {mode: 0o664}),
    check: 'sound files',
    what: /offer no sounds that end in \.mp4/,
    undo: () => rm(sound('sav_film.mp4')),
  },
  'a sound that Asterisk does not play': {
    plant: async () => {
      await copyFile(sound('ventes_dissuasion.wav'), join(elsewhere, 'kept.wav'))
      await copyFile(sound('ventes_musique_cd.wav'), sound('ventes_dissuasion.wav'))
    },
    check: 'played sounds',
    what: /^callers do not hear .*\/ventes_dissuasion\.wav as they should \(does not play: .*\); it is used by queue 5 \(chanunavail\)$/,
    undo: () => copyFile(join(elsewhere, 'kept.wav'), sound('ventes_dissuasion.wav')),
  },
  'a WAV that is called .gsm': {
    plant: () => rename(sound('ventes_dissuasion.wav'), sound('ventes_dissuasion.gsm')),
    check: 'played sounds',
    what: /^callers do not hear .*\/ventes_dissuasion\.gsm as they should/,
    advises: /^sox -t wav .*\/ventes_dissuasion\.gsm .* there as ventes_dissuasion\.wav/,
    undo: () => rename(sound('ventes_dissuasion.gsm'), sound('ventes_dissuasion.wav')),
  },
  'a sound that is noise': {
    plant: () => rename(sound('ventes_dissuasion.wav'), sound('ventes_dissuasion.sln')),
    check: 'played sounds',
    what: /^callers do not hear .*\/ventes_dissuasion\.sln as they should \(noise: .*\); it is used by queue 5 \(chanunavail\)$/,
    undo: () => rename(sound('ventes_dissuasion.sln'), sound('ventes_dissuasion.wav')),
  },
  'a sound that is gone below an incall': {
    plant: () => rename(sound('bienvenue.wav'), join(elsewhere, 'bienvenue.wav')),
    check: 'played sounds',
    what: /^the sound .*\/bienvenue is missing; it is used by group 3 \(chanunavail\), incall 8 \(answer\)$/,
    undo: () => rename(join(elsewhere, 'bienvenue.wav'), sound('bienvenue.wav')),
  },
  'two sound directories on one machine': {
    plant: () => moveSounds(playback, elsewhere),
    way: () => ({env: {XIVOCTL_SOUNDS_ASTERISK_DIR: elsewhere}}),
    check: 'sound files',
    what: /which is a different directory on this machine/,
    undo: () => moveSounds(elsewhere, playback),
  },
  'a queue that XiVO renamed, and not its sounds': {
    plant: renameQueue('ventes', 'commerce'),
    check: 'dissuasions',
    what: /^no sounds are offered for the queue 'commerce': its sounds still begin with 'ventes_'/,
    mends: 'shell',
    undo: async () => {
      await renameQueue('commerce', 'ventes')()
      for (const name of ['dissuasion.wav', 'musique_cd.wav']) {
        await rename(sound(`commerce_${name}`), sound(`ventes_${name}`))
      }
      await dissuade(5, 'sound', `${playback}/ventes_dissuasion`)()
    },
  },
  'another path than the one that Asterisk plays from': {
    plant: nothing,
    way: () => ({env: {XIVOCTL_SOUNDS_ASTERISK_DIR: '/var/lib/asterisk/sounds'}}),
    check: 'dissuasions',
    what: /^the sounds of all dissuasions are in \/var\/lib\/xivo\/sounds\/playback, but soundsAsteriskDir is /,
    undo: nothing,
  },
  'one login of two users': {
    plant: sql(`update userfeatures set loginclient = 'jbond' where id = 3`),
    check: 'logins',
    what: /^2 users have the login 'jbond': user ids 2, 3$/,
    undo: sql(`update userfeatures set loginclient = 'jmenage' where id = 3`),
  },
  'logins that differ only in case': {
    plant: sql(`update userfeatures set loginclient = 'JBond' where id = 3`),
    check: 'logins',
    what: /^the logins 'jbond', 'JBond' differ only in case: user ids 2, 3$/,
    undo: sql(`update userfeatures set loginclient = 'jmenage' where id = 3`),
  },
  'a right on a queue that is gone': {
    plant: right('queue', 10, 'anciens'),
    check: 'rights',
    what: /^'jbond' has rights on objects that XiVO no longer has: queue 10 \('anciens'\)$/,
    mends: 'shell',
    fix: true,
    undo: noRights,
  },
  'rights on an incall and a group that are gone': {
    plant: async () => {
      await right('group', 4, 'ancien_plateau')()
      await right('incall', 99, '0155@from-extern')()
    },
    check: 'rights',
    what: /: group 4 \('ancien_plateau'\), incall 99/,
    mends: 'shell',
    fix: true,
    undo: noRights,
  },
  'a right on a group that is another by now': {
    plant: right('group', 5, 'lyon'),
    check: 'rights',
    what: /: group 5, then 'lyon', now 'recouvrement'$/,
    mends: 'shell',
    undo: noRights,
  },
  'a profile of a user that is gone': {
    plant: sql(`insert into xivoctl.user_profile values (999, 'admin', false, false)`),
    check: 'rights',
    what: /user ids 999$/,
    mends: 'shell',
    fix: true,
    undo: nothing,
  },
  'a callback list of a queue that is gone': {
    plant: list(10),
    check: 'callback lists',
    what: /^the list 'L'été' is for queue 10, which XiVO no longer has: 3 ongoing requests$/,
    mends: 'shell',
    choose: {QUEUE: 'ventes'},
    undo: noLists,
  },
  'several callback lists of one name': {
    plant: async () => {
      await list(1)()
      await sql(`insert into xivoctl.callback_list values ('7b1f8a4e-0000-4000-8000-000000000002', 'L''été', 3)`)()
    },
    check: 'callback lists',
    what: /^2 callback lists are named 'L'été': 7b1f8a4e-\S+01 \(queue 1\), 7b1f8a4e-\S+02 \(queue 3\)$/,
    mends: 'shell',
    choose: {NAME: "L\\'hiver"},
    undo: noLists,
  },
  'two numbers in one': {
    plant: () => numbers(`('02302100920689746321', 0)`),
    check: 'stored numbers',
    what: /^1 request with a phoneNumber that is too long/,
    undo: noLists,
  },
  'a number that a spreadsheet made a decimal one': {
    plant: () => numbers(`('2302100920', 0), ('0230210090', 33230210090)`),
    check: 'stored numbers',
    what: /^1 request with a phoneNumber that a spreadsheet turned/,
    undo: noLists,
  },
  'a number that an older program stored': {
    plant: () => numbers(`('0230210092', null)`),
    check: 'stored numbers',
    what: /^1 request with a number whose identity is not computed/,
    mends: 'shell',
    undo: noLists,
  },
  'callbacks that are overdue': {
    plant: list(1, 'current_date - 2'),
    check: 'overdue callbacks',
    what: /^3 ongoing requests of the list 'L'été' are overdue, the oldest since \d{4}-\d\d-\d\d$/,
    undo: noLists,
  },
  'a dissuasion whose sound is gone': {
    plant: () => rename(sound('ventes_dissuasion.wav'), sound('ventes_autre.wav')),
    check: 'dissuasions',
    what: /^the dissuasion of 'ventes' is broken: there is no sound file 'ventes_dissuasion'$/,
    mends: 'shell',
    undo: async () => {
      await rename(sound('ventes_autre.wav'), sound('ventes_dissuasion.wav'))
      await dissuade(5, 'sound', '/var/lib/xivo/sounds/playback/ventes_dissuasion')()
    },
  },
  'a dissuasion whose queue is gone': {
    plant: dissuade(9, 'queue', '99'),
    check: 'dissuasions',
    what: /^the dissuasion of 'reclamations' is broken: there is no queue 99$/,
    mends: 'shell',
    undo: undissuade(9),
  },
  'a dissuasion that went with its target': {
    plant: dissuade(9, 'user', '3', 0),
    check: 'dissuasions',
    what: /^the dissuasion of 'reclamations' is broken: the user that it leads to was deleted$/,
    mends: 'shell',
    undo: undissuade(9),
  },
  'a dissuasion to a queue that is disabled': {
    plant: dissuade(9, 'queue', '12'),
    check: 'dissuasions',
    what: /^the dissuasion of 'reclamations' is broken: the queue 'nuit' is disabled$/,
    mends: 'shell',
    undo: undissuade(9),
  },
  'dissuasions that go round': {
    plant: async () => {
      await dissuade(9, 'queue', '11')()
      await dissuade(11, 'queue', '14')()
      await dissuade(14, 'queue', '9')()
    },
    check: 'dissuasions',
    what: /^callers are sent in a loop: reclamations → recouvrement → resiliations → reclamations$/,
    mends: 'shell',
    undo: undissuade(9, 11, 14),
  },
  'a dissuasion that never comes into play': {
    plant: sql(`update queue set joinempty = null, leavewhenempty = '' where name = 'sales'`),
    check: 'dissuasions',
    what: /^callers of 'sales' are never sent to its dissuasion/,
    undo: sql(`update queue set joinempty = 'unavailable', leavewhenempty = 'unavailable' where name = 'sales'`),
  },
  'a default queue that is not there': {
    plant: nothing,
    way: () => ({env: {XIVOCTL_DISSUASION_QUEUE: 'standard'}}),
    check: 'dissuasions',
    what: /^the default queue 'standard' is not in XiVO \(XIVOCTL_DISSUASION_QUEUE\)$/,
    undo: nothing,
  },
  'a row that XiVO stumbles over': {
    plant: sql(`insert into dialaction (event, category, categoryval, action, actionarg1, actionarg2, linked)
          values ('busy', 'queue', '', 'none', null, null, 1)`),
    check: 'dissuasions',
    what: /is not an id: ''$/,
    exit: 7,
    mends: 'psql',
    undo: nothing,
  },
}

/** The words as a shell reads them. */
const words = (line: string) =>
  execFileSync('sh', ['-c', `set -f; printf '%s\\0' ${line}`], {encoding: 'utf8'})
    .split('\0')
    .slice(0, -1)

/** Runs a remedy as it stands: this program in process, everything else by a shell. */
async function obey(line: string): Promise<void> {
  const [program, ...argv] = words(line)
  if (program !== 'xivoctl') {
    execFileSync('sh', ['-c', line])
    return
  }
  const {command, rest} = await commandOf(argv)
  const unasked = 'yes' in {...command.baseFlags, ...command.flags} && !argv.includes('--yes') ? ['--yes'] : []
  const {code, stderr} = await run(command, [...rest, ...unasked], xivo.env)
  expect([code, stderr]).toEqual([0, expect.not.stringContaining('error')])
}

describe('on a healthy server', () => {
  test('nothing is found', async () => {
    expect(await troubles()).toEqual({code: 0, found: []})
  })

  test('there is nothing to fix, and nothing to decide', async () => {
    const {code, stderr} = await run(Doctor, ['--fix', '--yes'], xivo.env)
    expect([code, stderr]).toEqual([0, 'no problems found\n'])
  })

  test('nothing is found by the role of docs/database.md', async () => {
    expect(await troubles(asRole())).toEqual({code: 0, found: []})
  })
})

describe('large tables', () => {
  beforeAll(list(1, 'current_date - 2'))
  afterAll(noLists)

  test('are read beside the checks before them', async () => {
    const isLocked = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
    await xivo.client(async (client) => {
      await client.query('begin; lock table xivoctl.callback_request')
      const patience = createServer(async (_, response) => {
        await expect.poll(() => xivo.sql(isLocked), {interval: 10, timeout: 900}).toHaveLength(1)
        response.end('[]')
      })
      await new Promise<void>((listening) => patience.listen(0, '127.0.0.1', listening))
      const answered = troubles({argv: ['--original', `127.0.0.1:${(patience.address() as AddressInfo).port}`]})
      await new Promise((closed) => patience.on('request', (_, response) => response.on('close', closed)))
      await client.query('rollback')
      expect((await answered).found).toMatchObject([{check: 'original server'}, {check: 'overdue callbacks'}])
      await new Promise((closed) => patience.close(closed))
    })
  })

  test('are read in their turn where the role may connect only once', async () => {
    await xivo.sql(`alter role ${role} connection limit 1`)
    onTestFinished(async () => void (await xivo.sql(`alter role ${role} connection limit -1`)))
    expect((await troubles(asRole())).found).toMatchObject([{check: 'overdue callbacks'}])
  })
})

describe.each(Object.entries(faults))('%s', (_, fault) => {
  const {plant, check, what, exit = 0, way = () => ({}), mends, choose = {}, advises, fix = false, undo} = fault

  test('is found, and nothing else; its remedy mends it', async () => {
    onTestFinished(async () => void (await undo()))
    await plant()
    const {code, found} = await troubles(way())
    const severity = exit === 0 ? 'warning' : 'fault'
    expect(found).toMatchObject([{check, what: expect.stringMatching(what), severity}])
    expect(code).toBe(exit)
    const [{remedy = '', fix: offered} = {} as Finding] = found
    expect(offered !== undefined).toBe(fix)
    if (advises) expect(remedy).toMatch(advises)
    if (mends === undefined) return
    if (mends === 'psql') await xivo.sql(remedy)
    else for (const line of chosen(remedy).split('; ')) await obey(line)
    expect(await troubles(way()), remedy).toEqual({code: 0, found: []})
  })

  test.runIf(fix)('is mended by --fix', async () => {
    onTestFinished(async () => void (await undo()))
    await plant()
    const {code, stdout} = await run(Doctor, ['--fix', '--yes', '--json'], xivo.env)
    const {findings, mended} = JSON.parse(stdout) as Diagnosis & {mended: string[]}
    expect({code, found: findings.filter(({ok}) => !ok)}).toEqual({code: 0, found: []})
    expect(mended).toHaveLength(1)
  })

  test('is found no more', async () => {
    expect(await troubles()).toEqual({code: 0, found: []})
  })

  /** The first of several ways, with what it leaves to choose. */
  const chosen = (remedy: string) =>
    Object.entries(choose).reduce(
      (line, [word, choice]) => line.replace(word, choice),
      remedy.split(/[,;] or/)[0] ?? '',
    )
})
