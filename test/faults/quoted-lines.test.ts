import {describe, expect, test} from 'vitest'
import {areas} from './planted/all.ts'
import {onOwnServer, plantedBuilds, withTls} from './planted/builds.ts'
import {sourceWith} from './planted/planted.ts'

const builds = [...plantedBuilds, onOwnServer, withTls]

describe('the lines that a planted bug changes', () => {
  test.each(Object.entries({...areas, builds}))('stand in the sources once: %s', async (_, bugs) => {
    for (const {patch} of bugs) await expect(sourceWith(patch)).resolves.toBeDefined()
  })
})
