import type {TestXivo} from '../support/xivo.ts'
import type {Findings} from './findings.ts'
import {fuzzedFile} from './fuzzed-files.ts'
import {inLanes} from './lanes.ts'
import {chosenSeed, random} from './random.ts'
import type {Suite} from './suite.ts'
import {list, take} from './tables.ts'
import {judge} from './verdict.ts'

export const agreement: Suite = {
  name: 'a dry run and the real run of any file report the same',
  runs: 5000,
  least: 50,
  run: rehearseFuzzed,
}

/** Rehearses each file and then imports it: verdict, counts and messages are the same, and a rehearsal leaves nothing. */
function rehearseFuzzed(installation: string, lanes: readonly TestXivo[], runs: number): Promise<Findings> {
  return inLanes(installation, lanes, {runs, hasList: true}, async (findings, {run, session, client}) => {
    const seed = chosenSeed + 500_000_000 + run
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
}
