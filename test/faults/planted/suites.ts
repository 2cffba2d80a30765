import type {Planted} from './planted.ts'

const inFull = {FAULTS_SCALE: '1'}

/** For the suites that came after the others were listed. */
export const suites: readonly Planted[] = [
  {
    bug: 'a name may be made of invisible characters',
    patch: {file: 'src/formats/text.ts', from: `if (isInvisible(name)) return 'has no visible character'`, to: ''},
    seenBy: ['test/hostile/catalogue.test.ts', 'each hostile input of names'],
  },
  {
    bug: 'a key of JSON may be there twice',
    patch: {
      file: 'src/formats/json.ts',
      from: `if (open.at(-1)?.has(key)) throw invalidJson(\`the key '\${key}' appears twice\`)`,
      to: '',
    },
    seenBy: ['test/hostile/catalogue.test.ts', 'each hostile input of filters'],
  },
  {
    bug: 'a wish for a tunnel is not refused',
    patch: {file: 'src/http/server.ts', from: 'refuseTunnels(app.server)', to: ''},
    seenBy: ['test/hostile/catalogue.test.ts', 'each hostile input of http'],
  },
  {
    bug: 'what steers a terminal is printed as it is',
    patch: {
      file: 'src/formats/text.ts',
      from: '\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069]/gu',
      to: '\\u2028\\u2029]/gu',
    },
    seenBy: ['test/hostile/catalogue.test.ts', 'each hostile input of names'],
    apart: inFull,
  },
  {
    bug: 'a request with one number is not among those of other customers',
    patch: {
      file: 'src/database/callbacks/find.ts',
      from: '`${isTheirs} is not true`',
      to: '`not (${isTheirs})`',
    },
    seenBy: ['test/hostile/filters.test.ts', 'any filters find over REST'],
  },
  {
    bug: 'operators are typed in small letters only',
    patch: {
      file: 'src/formats/filters.ts',
      from: '(?:\\s([\\s\\S]*)|([\\s\\S]+))?$/i',
      to: '(?:\\s([\\s\\S]*)|([\\s\\S]+))?$/',
    },
    seenBy: ['test/hostile/filters.test.ts', 'any filters typed on the command line'],
  },
  {
    bug: 'a page does not say in which language it is',
    patch: {file: 'src/cli/page/page.ts', from: '<html lang="en">', to: '<html>'},
    seenBy: ['test/system/pages.test.ts', 'asks nobody for anything, is accessible'],
  },
  {
    bug: 'a table is sorted by the rules of the locale',
    patch: {file: 'src/cli/list/listing.ts', from: `new Intl.Collator('fr', {`, to: 'new Intl.Collator(undefined, {'},
    seenBy: ['test/matrix/surroundings.test.ts', 'every command does the same in tr_TR.UTF-8'],
    apart: {},
  },
  {
    bug: 'a transaction that took too long is told as a bug',
    patch: {file: 'src/database/connection/errors.ts', from: `'25P04': outlasted,`, to: ''},
    seenBy: ['test/faults/transaction-timeout.test.ts', 'transaction_timeout of PostgreSQL 17'],
    apart: inFull,
  },
  {
    bug: 'a write looks at its If-Match before it holds the rights',
    patch: {
      file: 'src/database/rights.ts',
      from: 'in share row exclusive mode`',
      to: 'in row share mode`',
    },
    seenBy: ['test/faults/lost-updates.test.ts', "If-Match on a user's rights"],
  },
  {
    bug: 'a write is committed before its entries in the history',
    patch: {
      file: 'src/services/journal.ts',
      from: 'const entered = await enterChanges(',
      to: `await client.query('commit; select pg_sleep(0.05)'); const entered = await enterChanges(`,
    },
    seenBy: ['test/faults/history.test.ts', 'while connections are cut and programs killed'],
    apart: {},
  },
  {
    bug: 'a workbook that is damaged is told as a bug',
    patch: {file: 'src/sheets/zip.ts', from: 'return damaged(error.message, error)', to: 'return error'},
    seenBy: ['test/faults/files.test.ts', 'a damaged workbook is either imported or refused'],
    apart: {},
  },
  {
    bug: 'days of a CSV for Excel have the month first',
    patch: {file: 'src/formats/excel-csv.ts', from: `'$3/$2/$1'`, to: `'$2/$3/$1'`},
    seenBy: ['test/faults/files.test.ts', 'export to a CSV for Excel, import, export'],
    apart: {},
  },
  {
    bug: 'a stopped recomputation of identities is told as whole',
    patch: {
      file: 'src/database/identities.ts',
      from: "await trx.updateTable('identity_state').set({computed_to: last}).execute()",
      to: "await trx.updateTable('identity_state').set({computed_to: last}).execute(); await sql`commit`.execute(trx)",
    },
    seenBy: ['test/faults/processes.test.ts', 'kill -9 at a random time of db recompute-identities'],
    apart: {FAULTS_SCALE: '0.4'},
  },
  {
    bug: 'serve waits for connections without a request before it ends',
    patch: {
      file: 'src/http/connections.ts',
      from: 'if (answers.length === 0 && socket.writableLength === 0) socket.destroy()',
      to: '',
    },
    seenBy: ['test/faults/abuse.test.ts', 'SIGTERM ends serve within 1 s'],
    apart: {},
  },
  {
    bug: 'serve keeps what it has answered',
    patch: {
      file: 'src/http/server.ts',
      from: "app.addHook('onClose', async () => slowReaders.end())",
      to: "const answered: unknown[] = []; app.addHook('onResponse', async () => void answered.push(Buffer.alloc(50_000, 1))); app.addHook('onClose', async () => slowReaders.end())",
    },
    seenBy: ['test/soak/soak.test.ts', 'serve at 50 requests a second'],
    apart: {SOAK_MINUTES: '1'},
  },
  {
    bug: 'texts are sorted as the server does, in whatever locale',
    patch: {
      file: 'src/database/callbacks/find.ts',
      from: '(await sortsAsPeopleDo(db)) ? asPeople : asIs',
      to: '(await sortsAsPeopleDo(db)) ? asIs : asIs',
    },
    seenBy: ['test/faults/databases.test.ts', 'are told of in no case as a bug'],
    apart: inFull,
  },
  {
    bug: 'the words of a pooler that ends a connection are not passed on',
    patch: {
      file: 'src/database/connection/errors.ts',
      from: "'08P01': (error, at) =>\n    unavailable(`the database connection failed (${error.message})",
      to: "'08P01': (error, at) =>\n    unavailable(`the database connection failed",
    },
    seenBy: ['test/faults/pgbouncer.test.ts', 'what PgBouncer of Debian says is passed on'],
    apart: inFull,
  },
  {
    bug: 'a COMMIT is cancelled as other statements are',
    patch: {file: 'src/database/connection/client.ts', from: 'return this.underway === COMMIT', to: 'return false'},
    seenBy: ['test/faults/failover.test.ts', 'a COMMIT that waits for an absent standby'],
    apart: inFull,
  },
  {
    bug: 'an apply is committed change by change',
    patch: {
      file: 'src/services/journal.ts',
      from: 'await write(differing, last)',
      to: `await write(differing, last); await client.query('commit; begin')`,
    },
    seenBy: ['test/faults/site.test.ts', 'an apply of 200 changes whose k-th statement fails'],
  },
]
