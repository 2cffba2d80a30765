import {expect, test} from 'vitest'
import {build} from '../support/binary.ts'
import type {TestXivo} from '../support/xivo.ts'
import type {Findings} from './findings.ts'
import {chosenSeed} from './random.ts'
import {tellResult} from './reliability.ts'
import {isFull, share} from './scale.ts'

/** Something that is tried many times over, on several databases at once. */
export interface Suite {
  /** What it shows, as a fact. */
  name: string
  /** How often when all of it runs, and how often at least. */
  runs: number
  least: number
  run: (installation: string, lanes: readonly TestXivo[], runs: number) => Promise<Findings>
}

const LONGEST_MS = 3_600_000

/** A test of the program as it is. */
export function check({name, runs, least, run}: Suite, lanes: readonly TestXivo[], installation = build): void {
  test(name, {timeout: isFull ? LONGEST_MS : 300_000}, async () => {
    console.log(`seed ${chosenSeed}: ${name}`)
    const findings = await run(await installation(), lanes, share(runs, least))
    if (isFull && lanes[0]) await tellResult(name, findings, lanes[0])
    expect(findings.wrong).toEqual([])
    expect(findings.runs).toBeGreaterThan(0)
  })
}
