import {expect, test} from 'vitest'
import {
  type Change,
  changeOf,
  differences,
  HIDDEN,
  isForGood,
  isUnchanged,
  type State,
  shownArgument,
  shownChange,
  told,
  type Value,
  valueText,
} from '../../src/formats/changes.ts'

const sales = {kind: 'callbackList', id: 'a', name: 'sales'} as const
const toState = ({name}: {name: string}): State => ({name})

test('a change has the fields before and after, and its rows beside them', () => {
  expect(changeOf(sales, {name: 'sales'}, {name: 'support'}, toState)).toEqual({
    ...sales,
    before: {name: 'sales'},
    after: {name: 'support'},
    rows: {before: {name: 'sales'}, after: {name: 'support'}},
  })
})

test('what was created has no state before, and what was deleted none after', () => {
  const row = {name: 'sales'}
  expect(changeOf(sales, undefined, row, toState)).toStrictEqual({...sales, after: row, rows: {after: row}})
  expect(changeOf(sales, row, undefined, toState)).toStrictEqual({...sales, before: row, rows: {before: row}})
})

test('only undo is told the rows of a change', () => {
  const change = {...sales, before: {name: 'sales'}}
  const recorded = {...change, rows: {before: 1}, requests: [{uuid: 'u'}], undoes: 'x', place: 2}
  expect(told(recorded)).toStrictEqual(change)
})

test.each<[what: string, isIt: boolean, change: Partial<Change>]>([
  ['an erasure', true, {kind: 'erasure'}],
  ['our own tables', true, {kind: 'schema'}],
  ['a deleted request', false, {kind: 'callbackRequest', before: {ongoing: 20_000}}],
  ['a deleted list of as many requests as are kept', false, {before: {ongoing: 6000, closed: 4000}}],
  ['a deleted list of more', true, {before: {ongoing: 6000, closed: 4001}}],
  ['a deleted list whose counts nobody knows', false, {before: {}}],
  ['a list of more that is renamed', false, {before: {ongoing: 20_000}, after: {name: 'sales'}}],
  ['a list that is made', false, {after: {name: 'sales'}}],
  ['an import', false, {kind: 'import', after: {imported: 20_000, deleted: 20_000}}],
  ['an undone import of as many requests as are kept', false, {kind: 'import', after: {undone: true, deleted: 10_000}}],
  ['an undone import of more', true, {kind: 'import', after: {undone: true, deleted: 10_001}}],
  ['an undone import whose count nobody knows', false, {kind: 'import', after: {undone: true}}],
  ['an adoption of more', false, {kind: 'adoption', after: {undone: true, deleted: 20_000}}],
])('%s is for good: %s', (_, isIt, change) => {
  expect(isForGood({...sales, ...change})).toBe(isIt)
})

const queue = {id: 1, name: 'sales'}

test.each<[Change['before'], Change['after'], string[]]>([
  [{a: 1, b: 2}, {a: 1, b: 3}, ['b: 2 → 3']],
  [{a: 1}, {b: 1}, ['b: undefined → 1', 'a: 1 → undefined']],
  [{a: queue}, {a: {...queue}}, []],
  [{a: ['x', 'y']}, {a: ['y', 'x']}, ['a: x,y → y,x']],
  [{a: null}, {a: undefined}, ['a: null → undefined']],
  [{a: undefined}, {}, []],
  [undefined, {a: 1, b: undefined}, ['a: undefined → 1']],
  [{a: 1}, undefined, ['a: 1 → undefined']],
])('between %j and %j differ %j', (before, after, fields) => {
  const change = {...(before && {before}), ...(after && {after})}
  expect(differences(change).map((each) => `${each.field}: ${each.before} → ${each.after}`)).toEqual(fields)
})

test.each<[State | undefined, State | undefined, boolean]>([
  [{a: 1}, {a: 1}, true],
  [{a: 1}, {a: 2}, false],
  [undefined, {}, false],
  [{}, undefined, false],
  [undefined, undefined, true],
])('from %j to %j, nothing to do: %s', (before, after, unchanged) => {
  expect(isUnchanged({...(before && {before}), ...(after && {after})})).toBe(unchanged)
})

test.each<[Value | undefined, string]>([
  [undefined, 'none'],
  [null, 'none'],
  ['', 'none'],
  [[], 'none'],
  [true, 'yes'],
  [false, 'no'],
  [0, '0'],
  ['text', 'text'],
  [queue, 'sales'],
  [[queue, {id: 2, name: 'support'}], 'sales, support'],
  [['a', 'b'], 'a, b'],
])('the value %j is shown as %j', (value, text) => {
  expect(valueText(value)).toBe(text)
})

test.each([
  ['application:password', '1234', HIDDEN],
  ['application:disa', '1234', HIDDEN],
  ['application:callbackdisa', '1234', HIDDEN],
  ['application:disa', 'no-password', 'no-password'],
  ['application:password', '', ''],
  ['application:password', null, null],
  ['queue', '1234', '1234'],
])('of the action %s, the argument %j is shown as %j', (action, argument, shown) => {
  expect(shownArgument(action, argument)).toBe(shown)
})

test('a password is hidden in both states of a shown change, and nothing else', () => {
  const state = (actionarg1: Value) => ({action: 'application:disa', actionarg1, actionarg2: '7'})
  const change = {...sales, before: state('1234'), after: state(null)}
  expect(shownChange({...change, rows: {before: 1}} as Change)).toStrictEqual({
    ...sales,
    before: {...state(HIDDEN)},
    after: state(null),
  })
  expect(HIDDEN).toBe('•••')
})

test('a shown change has the states that it has', () => {
  expect(shownChange({...sales, before: {a: 1}})).toStrictEqual({...sales, before: {a: 1}})
  expect(shownChange({...sales, after: {a: 1}})).toStrictEqual({...sales, after: {a: 1}})
})
