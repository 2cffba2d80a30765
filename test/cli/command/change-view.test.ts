import {expect, test} from 'vitest'
import {changeText} from '../../../src/cli/command/change-view.ts'
import type {Change} from '../../../src/formats/changes.ts'

const deletion = (ongoing: number, closed: number): Change => ({
  kind: 'callbackList',
  id: '1',
  name: 'L',
  before: {name: 'L', ongoing, closed},
})

test.each<[string, Change, boolean]>([
  ['the deletion of a list of 10,000 requests', deletion(9_000, 1_000), false],
  ['the deletion of a list of more', deletion(9_000, 1_001), true],
  ['an erasure', {kind: 'erasure', id: '1', name: 'L', before: {ongoing: 1, closed: 0}}, true],
  [
    'the undo of an import of 10,000 requests',
    {kind: 'import', id: '1', name: 'L', before: {undone: false}, after: {undone: true, deleted: 10_000, kept: 0}},
    false,
  ],
  [
    'the undo of an import of more',
    {kind: 'import', id: '1', name: 'L', before: {undone: false}, after: {undone: true, deleted: 10_001, kept: 0}},
    true,
  ],
])('%s says before and after whether it cannot be undone', (_, change, isForGood) => {
  for (const planned of [true, false])
    expect(changeText(change, {planned}).endsWith('; cannot be undone')).toBe(isForGood)
})
