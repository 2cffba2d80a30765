import {afterAll, describe, expect, inject, test} from 'vitest'
import {useXivo} from '../support/xivo.ts'
import {areas} from './planted/all.ts'
import type {Planted} from './planted/planted.ts'
import {type Chosen, Planting, type Seen} from './planting.ts'
import {tellPlanted} from './reliability.ts'
import {isFull} from './scale.ts'

const LONGEST_MS = 1_200_000

const xivo = useXivo()
const planting = new Planting(inject('serverUrl'))
afterAll(() => planting.close())

/** A bug is seen by a test that fails: not by a hook that breaks before a test begins, and not by a name that no test has. */
function verdict({passed, failed, beside}: Seen): string {
  if (failed > 0) return 'red'
  if (beside.length > 0) return `no test is red, but beside them failed: ${beside.join('; ')}`
  return passed > 0 ? 'green' : 'no test has this name'
}

for (const [area, bugs] of Object.entries(areas)) {
  describe(area, () => {
    let red = 0

    for (const chosen of suites(bugs)) {
      test(`without a bug, ${chosen.file} is green`, {timeout: LONGEST_MS}, async () => {
        expect(verdict(await planting.run(undefined, chosen))).toBe('green')
      })
    }

    for (const {bug, patch, ...rest} of bugs) {
      test(`it is seen when ${bug}`, {timeout: LONGEST_MS}, async () => {
        expect(verdict(await planting.run(patch, chosenFor(rest)))).toBe('red')
        red++
      })
    }

    afterAll(async () => {
      const isAll = isFull && red === bugs.length
      if (isAll) await tellPlanted(`each bug of test/faults/planted/${area}.ts`, 'the test named there', xivo, red)
    })
  })
}

function chosenFor({seenBy: [file, name], apart}: Pick<Planted, 'seenBy' | 'apart'>): Chosen {
  return {file, names: [name], ...(apart && {apart})}
}

/** The tests of these bugs that run in one go. */
function suites(bugs: readonly Planted[]): Chosen[] {
  const known = new Map<string, Chosen>()
  for (const {names, ...how} of bugs.map(chosenFor)) {
    const key = JSON.stringify(how)
    known.set(key, {...how, names: [...(known.get(key)?.names ?? []), ...names]})
  }
  return [...known.values()]
}
