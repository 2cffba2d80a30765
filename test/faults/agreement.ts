import type {TestXivo} from '../support/xivo.ts'
import {Findings, repeat} from './findings.ts'
import {fuzzedFile} from './fuzzed-files.ts'
import {loadProduct} from './product.ts'
import {chosenSeed, random} from './random.ts'
import type {Suite} from './suite.ts'
import {list, take} from './tables.ts'
import {judge} from './verdict.ts'

export const agreement: Suite = {
  name: 'a dry run and the real run of any file report the same',
  runs: 5000,
  least: 100,
  run: rehearseFuzzed,
}

/** Rehearses each file and then imports it: verdict, counts and messages are the same, and a rehearsal leaves nothing. */
async function rehearseFuzzed(installation: string, lanes: readonly TestXivo[], runs: number): Promise<Findings> {
  const findings = new Findings()
  const product = await loadProduct(installation)
  await Promise.all(
    lanes.map((xivo, lane) =>
      product.use(xivo, (session) =>
        xivo.client(async (client) => {
          await list(client, true)
          await repeat(findings, Math.ceil(runs / lanes.length), [xivo], async (_, run) => {
            const seed = chosenSeed + 500_000_000 + run * lanes.length + lane
            const chance = random(seed)
            const file = fuzzedFile(chance)
            const make = chance.oneIn(10)
            if (make) await list(client, false)
            const extra = make ? {createFor: 'switchboard'} : {}
            const rehearsed = await judge(session, file, {...extra, dryRun: true})
            const left = await take(client)
            const real = await judge(session, file, extra)
            await take(client)
            if (make) await list(client, true)
            findings.saw(`exit ${real.code}`)
            const both = `seed ${seed}: ${JSON.stringify({rehearsed, real})}`
            if (JSON.stringify(rehearsed) !== JSON.stringify(real)) findings.blame(both)
            if (left.rows + left.told > 0 || left.lists !== (make ? 0 : 1))
              findings.blame(`a dry run left ${JSON.stringify(left)}`)
          })
        }),
      ),
    ),
  )
  return findings
}
