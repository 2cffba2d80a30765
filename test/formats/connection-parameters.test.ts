import {describe, expect, test} from 'vitest'
import {environmentProblems, parameterNames, parameterProblems} from '../../src/formats/connection-parameters.ts'
import {databaseUrlProblems, readDatabaseUrl} from '../../src/formats/database-url.ts'

/** Each parameter of libpq 18: values that are obeyed, and values that are refused by its name. */
const cases: Record<string, {fine?: string[]; refused?: string[]}> = {
  host: {fine: ['db', 'a,b', '/run/postgresql', '@name']},
  hostaddr: {refused: ['192.0.2.1']},
  port: {fine: ['5432', ''], refused: ['x', '123456']},
  dbname: {fine: ['asterisk']},
  user: {fine: ['xivo']},
  password: {fine: ['s3cret']},
  passfile: {fine: ['/etc/xivoctl/pgpass']},
  require_auth: {
    fine: ['scram-sha-256', '!password,!md5', 'none', 'md5,scram-sha-256'],
    refused: ['gss', 'sspi', 'oauth', '!gss', 'scram', 'md5,!password', ''],
  },
  channel_binding: {fine: ['disable', 'prefer', 'require'], refused: ['on', 'REQUIRE']},
  connect_timeout: {fine: ['0', '10'], refused: ['-1', 'soon']},
  client_encoding: {fine: ['UTF8', 'utf-8'], refused: ['LATIN1', 'auto']},
  options: {fine: ['-c geqo=off']},
  application_name: {fine: ['cron']},
  fallback_application_name: {fine: ['cron']},
  keepalives: {fine: ['0', '1'], refused: ['2']},
  keepalives_idle: {fine: ['30'], refused: ['x']},
  keepalives_interval: {refused: ['5']},
  keepalives_count: {refused: ['3']},
  tcp_user_timeout: {fine: ['0'], refused: ['1000']},
  replication: {fine: ['false', 'off', 'no', '0'], refused: ['true', 'database']},
  gssencmode: {fine: ['disable', 'prefer'], refused: ['require']},
  krbsrvname: {refused: ['postgres']},
  gsslib: {refused: ['gssapi']},
  gssdelegation: {fine: ['0'], refused: ['1']},
  sslmode: {fine: ['disable', 'prefer', 'require', 'verify-ca', 'verify-full'], refused: ['allow', 'no-verify']},
  requiressl: {refused: ['1']},
  sslnegotiation: {fine: ['postgres', 'direct'], refused: ['fast']},
  sslcompression: {fine: ['0'], refused: ['1']},
  sslcert: {fine: ['/c.crt']},
  sslkey: {fine: ['/c.key']},
  sslkeylogfile: {refused: ['/tmp/keys']},
  sslpassword: {fine: ['s3cret']},
  sslcertmode: {fine: ['allow', 'disable'], refused: ['require']},
  sslrootcert: {fine: ['/ca.crt', 'system']},
  sslcrl: {fine: ['/ca.crl']},
  sslcrldir: {refused: ['/crls']},
  sslsni: {fine: ['1'], refused: ['0']},
  requirepeer: {refused: ['postgres']},
  ssl_min_protocol_version: {fine: ['TLSv1', 'TLSv1.2', 'TLSv1.3'], refused: ['SSLv3', '']},
  ssl_max_protocol_version: {fine: ['TLSv1.2', 'TLSv1.3'], refused: ['TLSv9']},
  min_protocol_version: {fine: ['3.0'], refused: ['3.2', 'latest']},
  max_protocol_version: {fine: ['3.0', '3.2', 'latest'], refused: ['2.0']},
  scram_client_key: {refused: ['a2V5']},
  scram_server_key: {refused: ['a2V5']},
  oauth_issuer: {refused: ['https://example.org']},
  oauth_client_id: {refused: ['xivoctl']},
  oauth_client_secret: {refused: ['s3cret']},
  oauth_scope: {refused: ['all']},
  service: {fine: ['xivo']},
  servicefile: {fine: ['/etc/pg_service.conf']},
  target_session_attrs: {
    fine: ['any', 'read-write', 'read-only', 'primary', 'standby', 'prefer-standby'],
    refused: ['master', 'prefer-primary'],
  },
  load_balance_hosts: {fine: ['disable', 'random'], refused: ['round-robin']},
}

describe('a parameter of a connection', () => {
  test('is each one of libpq', () => {
    expect([...parameterNames].sort()).toEqual(Object.keys(cases).sort())
  })

  const rows = Object.entries(cases).flatMap(([name, {fine = [], refused = []}]) => [
    ...fine.map((value) => [name, value, true] as const),
    ...refused.map((value) => [name, value, false] as const),
  ])
  test.each(rows)('%s=%s is accepted: %s', (name, value, isFine) => {
    const problems = databaseUrlProblems(`postgres://db/asterisk?${name}=${encodeURIComponent(value)}`)
    if (isFine) expect(problems).toEqual([])
    else expect(problems).toEqual([expect.stringMatching(new RegExp(`^${name} of the database URL `))])
    expect(problems.join()).not.toContain('s3cret')
  })

  test('that nobody knows is refused with the nearest name, and its value is not shown', () => {
    expect(parameterProblems({sslmod: 's3cret', schema: 'x'}, 'the database URL')).toEqual([
      'the database URL has sslmod, which xivoctl does not know: did you mean sslmode?',
      'the database URL has schema, which xivoctl does not know',
    ])
  })

  test.each([
    [{PGSSLMODE: 'allow'}, ["PGSSLMODE must be one of disable, prefer, require, verify-ca, verify-full, not 'allow'"]],
    [{PGREQUIREPEER: 'postgres'}, ['PGREQUIREPEER is not supported: xivoctl cannot ask who owns a Unix socket']],
    [{PGTZ: 'UTC'}, ["PGTZ is not supported: days are those of the database's time zone"]],
    [{PGDATESTYLE: 'German'}, ['PGDATESTYLE is not supported: xivoctl reads dates in the ISO style']],
    [{PGGEQO: 'off'}, ['PGGEQO is not supported: use PGOPTIONS=-cgeqo=off']],
    [{PGHOST: 'db', PGUSER: '', PGSSLMODE: '', PGAPPNAME: 'x', PGPASSWORD: 's3cret'}, []],
  ])('of the environment %j', (env, problems) => {
    expect(environmentProblems(env)).toEqual(problems)
  })
})

describe('a database URL', () => {
  test.each([
    ['postgres:///asterisk', {dbname: 'asterisk'}],
    ['postgresql://xivo@db', {user: 'xivo', host: 'db'}],
    [
      'postgres://u:p%40ss@db:5433/asterisk',
      {user: 'u', password: 'p@ss', host: 'db', port: '5433', dbname: 'asterisk'},
    ],
    ['postgres://u@a:1,b,[::1]:3/x', {user: 'u', host: 'a,b,::1', port: '1,,3', dbname: 'x'}],
    ['postgres://%2Frun%2Fpg,b/x?port=5433', {host: '/run/pg,b', port: '5433', dbname: 'x'}],
    ['postgres:///x?host=a,b&port=1,2', {host: 'a,b', port: '1,2', dbname: 'x'}],
    ['postgres://a/x?host=b', {host: 'b', dbname: 'x'}],
    ['postgres://@%40name/x', {host: '@name', dbname: 'x'}],
  ])('%s is read', (url, parameters) => {
    expect(databaseUrlProblems(url)).toEqual([])
    expect(readDatabaseUrl(url)).toEqual(parameters)
  })

  test.each([
    'postgres://xivo:s3/cret@db/asterisk',
    'postgres://xivo:s3?cret@db/asterisk',
    'postgres://xivo:12?s3cret=1@db/asterisk',
    'postgres://xivo:s3#cret@db/asterisk',
    'postgres://xivo:s3%cret@db:99999/asterisk',
    'postgres://db:port/asterisk',
  ])('%s cannot be read, and is not shown', (url) => {
    expect(databaseUrlProblems(url)).toEqual([
      'the database URL cannot be read: percent-encode special characters, such as @ as %40',
    ])
  })

  test('of another kind is told', () => {
    expect(databaseUrlProblems('mysql://db')).toEqual(['the database URL must start with postgres://'])
  })
})
