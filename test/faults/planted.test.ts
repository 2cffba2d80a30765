import {afterAll, beforeAll, describe} from 'vitest'
import type {Patch} from '../support/binary.ts'
import {useXivo} from '../support/xivo.ts'
import {agreement} from './agreement.ts'
import {binaryFuzz} from './binary-fuzz.ts'
import {cuts} from './cuts.ts'
import {fullDisk, mountSmallDisk, unmountSmallDisk} from './full-disk.ts'
import {fuzz} from './fuzz.ts'
import {kills} from './kills.ts'
import {lostCommits} from './lost-commits.ts'
import {malformed} from './malformed.ts'
import {pairs} from './pairs.ts'

import {plant} from './plant.ts'
import {restarts} from './restarts.ts'
import {roundTrip} from './round-trip.ts'
import {isFull} from './scale.ts'
import {endedSessions} from './serve-outages.ts'
import {useServer} from './server.ts'
import {serverFaults} from './server-faults.ts'
import type {Suite} from './suite.ts'
import {makeTls, overTls} from './tls-cases.ts'
import {uploads} from './uploads.ts'
import {killsOfWaiting} from './waiting.ts'

interface Planted {
  bug: string
  patch: Patch
  /** The suites that must see it, each with runs enough for it. */
  seenBy: [Suite, number][]
}

const transaction = {
  bug: 'each statement is committed by itself',
  patch: {
    file: 'src/services/callbacks/import.ts',
    from: 'const intake = await openIntake(',
    to: `await client.query('commit'); const intake = await openIntake(`,
  },
}

/** The shortest that needs the lock. */
const onlyLock: Suite = {...killsOfWaiting}

const planted: Planted[] = [
  {
    ...transaction,
    seenBy: [
      [kills, 24],
      [killsOfWaiting, 20],
      [cuts, 60],
      [lostCommits, 12],
      [pairs, 8],
      [fuzz, 200],
      [agreement, 100],
      [binaryFuzz, 20],
      [serverFaults, 10],
    ],
  },
  {
    bug: 'the lock excludes nobody',
    patch: {file: 'src/database/connection/locks.ts', from: 'return rows[0]?.locked === true', to: 'return true'},
    seenBy: [
      [onlyLock, 5],
      [lostCommits, 12],
      [pairs, 8],
    ],
  },
  {
    bug: 'no lock on a list that the import creates',
    patch: {file: 'src/services/callbacks/import.ts', from: 'await lockForImport(context, trx, uuid)', to: ''},
    seenBy: [[lostCommits, 12]],
  },
  {
    bug: 'the ledger is never written',
    patch: {
      file: 'src/database/callbacks/imports.ts',
      from: `trx.insertInto('callback_import').values(row).compile(),`,
      to: '',
    },
    seenBy: [
      [kills, 12],
      [killsOfWaiting, 5],
      [cuts, 60],
      [lostCommits, 12],
      [pairs, 8],
      [fuzz, 200],
      [binaryFuzz, 20],
    ],
  },
  {
    bug: 'no quotes around exported texts',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is what the program holds
    patch: {file: 'src/database/callbacks/export.ts', from: ', force_quote (${quoted})', to: ''},
    seenBy: [[roundTrip, 100]],
  },
  {
    bug: 'the listener for connections that end while nobody uses them',
    patch: {file: 'src/database/connection/connect.ts', from: `pool.on('error', onBroken)`, to: ''},
    seenBy: [[endedSessions, 20]],
  },
  {
    bug: 'the answer to what the framework cannot route',
    patch: {file: 'src/http/server.ts', from: 'frameworkErrors(', to: 'unusedErrors('},
    seenBy: [[malformed, 500]],
  },
  {
    bug: 'the end of an upload is not checked',
    patch: {file: 'src/http/csv-upload.ts', from: 'throw stop.aborted ? error : brokenOff(error)', to: 'return'},
    seenBy: [[uploads, 30]],
  },
]

/** Enough for `npm test`: seconds, and each bug once. */
const quick: readonly Suite[] = [fuzz, agreement, roundTrip, onlyLock]

const cases = planted
  .map(({seenBy, ...rest}) => ({
    ...rest,
    seenBy: seenBy.filter(([suite]) => isFull || quick.includes(suite)),
  }))
  .filter(({seenBy}) => seenBy.length > 0)

for (const {bug, patch, seenBy} of cases) {
  describe(`without ${bug}`, () => plant(bug, patch, seenBy, [useXivo(), useXivo()]))
}

describe.runIf(isFull)('on a server of its own', () => {
  const server = useServer()
  let unmountable: string | undefined
  beforeAll(async () => {
    unmountable = await mountSmallDisk(server)
  })
  afterAll(async () => {
    if (unmountable === undefined) await unmountSmallDisk(server)
  })
  plant(
    transaction.bug,
    transaction.patch,
    [
      [restarts, 6],
      [fullDisk, 4],
    ],
    [server],
  )
})

describe.runIf(isFull)('over TLS', () => {
  const patch = {file: 'src/database/connection/tls.ts', from: '{rejectUnauthorized: false, ca: []}', to: '{}'}
  plant('sslmode does not mean what it means to psql', patch, [[overTls, 10]], [useServer({prepare: makeTls})])
})
