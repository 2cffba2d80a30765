import type {Patch} from '../../support/binary.ts'
import {agreement} from '../agreement.ts'
import {binaryFuzz} from '../binary-fuzz.ts'
import {cuts} from '../cuts.ts'
import {fullDisk} from '../full-disk.ts'
import {fuzz} from '../fuzz.ts'
import {kills} from '../kills.ts'
import {lostCommits} from '../lost-commits.ts'
import {malformed} from '../malformed.ts'
import {pairs} from '../pairs.ts'
import {restarts} from '../restarts.ts'
import {roundTrip} from '../round-trip.ts'
import {endedSessions} from '../serve-outages.ts'
import {serverFaults} from '../server-faults.ts'
import type {Suite} from '../suite.ts'
import {overTls} from '../tls-cases.ts'
import {uploads} from '../uploads.ts'
import {killsOfWaiting} from '../waiting.ts'

/** A bug of a built program. */
export interface PlantedBuild {
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
export const onlyLock: Suite = {...killsOfWaiting}

export const plantedBuilds: readonly PlantedBuild[] = [
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
    patch: {file: 'src/database/connection/locks.ts', from: 'return row?.locked === true', to: 'return true'},
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
      from: 'enter.statement(trx, uuid, list.uuid, list.name, file, sha256, ...counts, by, form, origin),',
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

/** The same bug as the first one, on a server that may be restarted and has a small disk. */
export const onOwnServer: PlantedBuild = {
  ...transaction,
  seenBy: [
    [restarts, 6],
    [fullDisk, 4],
  ],
}

export const withTls: PlantedBuild = {
  bug: 'sslmode does not mean what it means to psql',
  patch: {file: 'src/database/connection/tls.ts', from: '{rejectUnauthorized: false, ca: []}', to: '{}'},
  seenBy: [[overTls, 10]],
}
