import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {build} from '../support/binary.ts'
import {useXivo} from '../support/xivo.ts'
import {fullDisk, mountSmallDisk, unmountSmallDisk} from './full-disk.ts'
import {tellResult, tellSkipped} from './reliability.ts'
import {restarts} from './restarts.ts'
import {isFull, share} from './scale.ts'
import {useServer} from './server.ts'
import {serverFaults} from './server-faults.ts'
import {check} from './suite.ts'

describe('the server', () => {
  check(serverFaults, [useXivo(), useXivo()])
})

describe('a server of one’s own', () => {
  const server = useServer()
  let unmountable: string | undefined

  beforeAll(async () => {
    unmountable = await mountSmallDisk(server)
  })

  afterAll(async () => {
    if (unmountable === undefined) await unmountSmallDisk(server)
  })

  check(restarts, [server])

  test(fullDisk.name, {timeout: 600_000}, async ({skip}) => {
    if (unmountable !== undefined) {
      if (isFull) tellSkipped(fullDisk.name, unmountable)
      skip(unmountable)
    }
    const findings = await fullDisk.run(await build(), [server], share(fullDisk.runs, fullDisk.least))
    if (isFull) await tellResult(fullDisk.name, findings, server)
    expect(findings.wrong).toEqual([])
  })
})
