import {rm} from 'node:fs/promises'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {type Cluster, startCluster, stopCluster} from '../../src/embedded/cluster.ts'
import {loadSampleData} from '../../src/embedded/sample-data.ts'
import {xivoSchema} from '../../src/embedded/xivo-schema.ts'
import {guardedFolder} from '../support/guard.ts'
import {runLine} from '../support/run.ts'
import {withClient} from '../support/server.ts'
import type {TestXivo} from '../support/xivo.ts'
import {localedef, makeFrench, postgres15, runsWith} from './debian.ts'
import {Findings} from './findings.ts'
import {tellResult} from './reliability.ts'

/** What `create database` says after the name. */
const kinds = {
  'UTF8, C': `encoding 'UTF8' locale 'C'`,
  'UTF8, fr_FR': `encoding 'UTF8' locale 'fr_FR.UTF-8'`,
  'UTF8, ICU': `encoding 'UTF8' locale_provider icu icu_locale 'fr' locale 'fr_FR.UTF-8'`,
  'LATIN1, fr_FR': `encoding 'LATIN1' locale 'fr_FR'`,
  'LATIN1, C': `encoding 'LATIN1' locale 'C'`,
  'SQL_ASCII, C': `encoding 'SQL_ASCII' locale 'C'`,
}

/** What a person does, and the exit code; where the encoding lacks a character, it is 3. */
const deeds: [line: string[], code: number, needs?: 'Unicode'][] = [
  [['profiles', 'list'], 0],
  [['callbacks', 'lists', 'create', 'Été', '--queue', 'sales'], 0],
  [['callbacks', 'lists', 'create', '12 €', '--queue', 'sales'], 0, 'Unicode'],
  [['callbacks', 'create', 'Été', '--phone', '0230210092', '--last-name', 'Lecœur'], 0, 'Unicode'],
  ...['Zoé', 'Élodie', 'eric', 'Étienne', 'Alain', 'ZOE', 'Ôdile'].map((name, i): [string[], number] => [
    ['callbacks', 'create', 'Été', '--phone', `023021010${i}`, '--last-name', name],
    0,
  ]),
  [['callbacks', 'find', '--phone', '0230210100'], 0],
  [['callbacks', 'person', '--phone', '0230210100'], 0],
  [['callbacks', 'export', 'Été'], 0],
  [['queues', 'get', 'Été'], 4],
  [['history'], 0],
]

/** As French people sort, wherever ICU knows the encoding. */
const order = ['Alain', 'Élodie', 'eric', 'Étienne', 'Ôdile', 'ZOE', 'Zoé']

const strayByte = `update userfeatures set lastname = E'Lef\\xe8vre' where id = 2`

const name =
  'databases in UTF8, LATIN1 and SQL_ASCII with a stray byte, sorted by C, fr_FR and ICU, on a server that speaks French: no error is reported as a bug, and names sort the same way everywhere'

describe.runIf(runsWith(name, postgres15, localedef))('databases that are not ours', () => {
  let cluster: Cluster

  beforeAll(async () => {
    makeFrench()
    cluster = await startCluster({
      directory: guardedFolder('xivoctl-databases-'),
      binaries: {directory: postgres15},
      settings: {lc_messages: 'fr_FR.UTF-8'},
    })
    await withClient(cluster.url('postgres'), (client) => client.query('create role reader login'))
  })
  afterAll(async () => {
    await stopCluster(cluster.directory)
    await rm(cluster.directory, {recursive: true, force: true})
  })

  async function made(kind: string, options: string): Promise<Record<string, string>> {
    const name = kind.toLowerCase().replace(/\W+/g, '_')
    await withClient(cluster.url('postgres'), (client) =>
      client.query(`create database ${name} template template0 ${options}`),
    )
    const env = {XIVOCTL_DATABASE_URL: cluster.url(name), XDG_CONFIG_HOME: '/nonexistent', LC_ALL: 'C.UTF-8'}
    await withClient(cluster.url(name), async (client) => {
      await client.query(xivoSchema('xivo'))
      if (!kind.startsWith('LATIN1')) await loadSampleData(client)
      else
        await client.query(
          `insert into queuefeatures (id, name, displayname, number, context) values (1, 'sales', 'Sales', '3001', 'default')`,
        )
    })
    expect(await runLine(['db', 'init'], env)).toMatchObject({code: 0})
    return env
  }

  test('are told of in no case as a bug', {timeout: 120_000}, async () => {
    const findings = new Findings()
    const say = async (kind: string, line: string[], env: Record<string, string>, wanted: number) => {
      const {code, stdout, stderr} = await runLine(line, env)
      findings.runs++
      findings.saw(`${kind}: exit ${code}`)
      if (code !== wanted || stderr.includes('bug'))
        findings.blame(`${kind}: ${line.join(' ')}: exit ${code} ${stderr}`)
      return stdout
    }
    for (const [kind, options] of Object.entries(kinds)) {
      const env = await made(kind, options)
      const {XIVOCTL_DATABASE_URL: url = ''} = env
      if (kind.startsWith('SQL_ASCII')) await withClient(url, (client) => client.query(strayByte))
      for (const [line, code, needs] of deeds) await say(kind, line, env, needs && kind.startsWith('LATIN1') ? 3 : code)
      const sorted = [
        'callbacks',
        'find',
        '--filter',
        'lastName != Lecœur',
        '--sort',
        'lastName',
        '--csv',
        '--columns',
        'lastName',
        '--no-headers',
      ]
      const found = await say(
        kind,
        kind.startsWith('LATIN1') ? sorted.filter((_, i) => i !== 2 && i !== 3) : sorted,
        env,
        0,
      )
      if (!kind.startsWith('SQL_ASCII') && found.trim() !== order.join('\n')) findings.blame(`${kind}: sorted ${found}`)
      await say(kind, ['callbacks', 'erase', '--phone', '0230210100', '--yes'], env, 0)
      // In French, as this server speaks.
      const reader = {...env, XIVOCTL_DATABASE_URL: url.replace('postgres@', 'reader@')}
      await say(`${kind}, a role without privileges`, ['profiles', 'list'], reader, 5)
      const elsewhere = {...env, XIVOCTL_DATABASE_URL: cluster.url('nowhere')}
      await say(`${kind}, no such database`, ['profiles', 'list'], elsewhere, 6)
    }
    const there = {
      env: {},
      sql: (text: string) => withClient(cluster.url('postgres'), async (client) => (await client.query(text)).rows),
    }
    await tellResult(name, findings, there as unknown as TestXivo)
    expect(findings.wrong).toEqual([])
  })
})
