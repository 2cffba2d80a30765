import {setTimeout as sleep} from 'node:timers/promises'
import {expect, test} from 'vitest'
import {Findings} from '../faults/findings.ts'
import {chosenSeed, random} from '../faults/random.ts'
import {tellResult} from '../faults/reliability.ts'
import {useServer} from '../faults/server.ts'
import {build} from '../support/binary.ts'
import {startServe} from '../support/serve-process.ts'
import {faults} from './faults.ts'
import {Footprint} from './footprint.ts'
import {Traffic} from './traffic.ts'

const MINUTES = Number(process.env.SOAK_MINUTES ?? 30)
/** Between the ends of two faults. */
const CALM_MS = 10_000
const name =
  'serve at 50 requests a second, with a fault every 10 s: memory and descriptors stay flat, no answer is wrong, each acknowledged write is in the journal once'

const server = useServer()

test(name, {timeout: (MINUTES + 5) * 60_000}, async () => {
  console.log(`seed ${chosenSeed}: ${MINUTES} minutes`)
  const findings = new Findings()
  const chance = random(chosenSeed)
  const serve = await startServe(server, {installation: await build(), flags: ['--log-level', 'error']})
  const traffic = await Traffic.start(server, {port: serve.port, findings, chance: random(chosenSeed + 1)})
  const footprint = new Footprint(serve.pid)
  const end = Date.now() + MINUTES * 60_000
  while (Date.now() < end) {
    await sleep(CALM_MS)
    footprint.look()
    const fault = chance.pick(faults)
    findings.saw(fault.name)
    traffic.isDisturbed = true
    await fault.happen({server, serve, chance})
    await traffic.recovered()
    traffic.isDisturbed = false
  }
  await traffic.end()
  footprint.judge(findings)
  await traffic.blameJournal()
  serve.signal('SIGTERM')
  const {code, stderr} = await serve.ended
  if (code !== 0) findings.blame(`exit ${code}: ${stderr.slice(-500)}`)
  console.log(`${findings}`)
  await tellResult(name, findings, server)
  expect(findings.wrong).toEqual([])
})
