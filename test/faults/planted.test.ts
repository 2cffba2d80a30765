import {afterAll, beforeAll, describe} from 'vitest'
import {useXivo} from '../support/xivo.ts'
import {agreement} from './agreement.ts'
import {mountSmallDisk, unmountSmallDisk} from './full-disk.ts'
import {fuzz} from './fuzz.ts'
import {plant} from './plant.ts'
import {onlyLock, onOwnServer, plantedBuilds, withTls} from './planted/builds.ts'
import {roundTrip} from './round-trip.ts'
import {isFull} from './scale.ts'
import {useServer} from './server.ts'
import type {Suite} from './suite.ts'
import {makeTls} from './tls-cases.ts'

/** Enough for `npm test`: seconds, and each bug once. */
const quick: readonly Suite[] = [fuzz, agreement, roundTrip, onlyLock]

const cases = plantedBuilds
  .map(({seenBy, ...rest}) => ({
    ...rest,
    seenBy: seenBy.filter(([suite]) => isFull || quick.includes(suite)),
  }))
  .filter(({seenBy}) => seenBy.length > 0)

for (const each of cases) describe(`without ${each.bug}`, () => plant(each, [useXivo(), useXivo()]))

describe.runIf(isFull)('on a server of its own', () => {
  const server = useServer()
  let unmountable: string | undefined
  beforeAll(async () => {
    unmountable = await mountSmallDisk(server)
  })
  afterAll(async () => {
    if (unmountable === undefined) await unmountSmallDisk(server)
  })
  plant(onOwnServer, [server])
})

describe.runIf(isFull)('over TLS', () => plant(withTls, [useServer({prepare: makeTls})]))
