import {describe, expect, test} from 'vitest'
import {areas} from './planted/all.ts'
import {sourceWith} from './planted/planted.ts'

describe('the lines that a planted bug changes', () => {
  test.each(Object.entries(areas))('stand in the sources once: %s', async (_, bugs) => {
    for (const {patch} of bugs) await expect(sourceWith(patch)).resolves.toBeDefined()
  })
})
