import {afterAll, describe, expect, inject, test} from 'vitest'
import {areas} from './planted/all.ts'
import {Planting} from './planting.ts'

const planting = new Planting(inject('serverUrl'))
afterAll(() => planting.close())

for (const [area, bugs] of Object.entries(areas)) {
  describe(area, () => {
    for (const {bug, patch, seenBy} of bugs) {
      test(`it is seen when ${bug}`, {timeout: 600_000}, async () => {
        expect(await planting.failures(patch, ...seenBy)).not.toBe(0)
      })
    }
  })
}
