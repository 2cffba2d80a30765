import {describe, expect, test} from 'vitest'
import {type Call, calls, filesOf, type JudgedFile, playedByCall, type Verdict} from '../../src/sounds/verdict.ts'

const judged = (verdict: Verdict = 'plays', more: Partial<JudgedFile> = {}): JudgedFile => ({
  ...{verdict, faults: [], found: true, opens: true},
  ...more,
})

/** What calls hear of these files of one name. */
const heard = (files: Record<string, JudgedFile>) => playedByCall([new Map(Object.entries(files))])
const all = (extensions: readonly string[]) =>
  heard(Object.fromEntries(extensions.map((extension) => [`x.${extension}`, judged()])))

const wide = ['sln12', 'sln16', 'sln24', 'sln32', 'sln44', 'sln48', 'sln96', 'sln192']
const orders: [Call, string[]][] = [
  ['alaw', ['alaw', 'sln', 'ulaw', ...wide, 'gsm', 'g722', 'spx16', 'spx32', 'siren7', 'g729']],
  ['ulaw', ['ulaw', 'sln', 'alaw', ...wide, 'gsm', 'g722', 'spx16', 'spx32', 'siren7', 'g729']],
  ['other', ['sln', ...wide, 'alaw', 'g722', 'spx16', 'spx32', 'siren7', 'g729']],
  ['other', ['sln192', 'ulaw', 'g722']],
  ...calls.flatMap((call): [Call, string[]][] => [
    [call, ['sln192', 'vox', 'g722']],
    [call, ['sln192', 'spx', 'g722']],
    [call, ['sln192', 'g726-32', 'g722']],
  ]),
]

test.each(orders)('on calls in %s, of %j each comes before the next', (call, order) => {
  for (const [i, extension] of order.entries()) {
    const next = order[i + 1]
    if (next !== undefined) expect(all([next, extension])[call]).toEqual({verdict: 'plays', file: `x.${extension}`})
  }
})

describe('of codings that cost the same', () => {
  test.each<[Call, string[]]>([
    ['alaw', ['gsm', 'vox', 'spx', 'g726-32']],
    ['ulaw', ['gsm', 'vox', 'spx', 'g726-32']],
    ['other', ['gsm', 'vox', 'spx', 'g726-32', 'alaw', 'ulaw']],
  ])('on calls in %s, any of %j may be taken', (call, equals) => {
    const [first, ...others] = equals.map((extension) => `x.${extension}`)
    expect(all([...equals].reverse())[call]).toEqual({verdict: 'plays', file: first, or: others})
  })

  test('one that does not play makes it uncertain', () => {
    expect(heard({'x.gsm': judged(), 'x.vox': judged('noise')}).other).toEqual({
      ...{verdict: 'not on every Asterisk', file: 'x.gsm', or: ['x.vox']},
    })
  })
})

test('of files that do not open, one is told', () => {
  const closed = judged('does not play', {opens: false})
  expect(heard({'x.wav': closed, 'x.sln': closed}).other).toEqual({verdict: 'does not play', file: 'x.wav'})
})

test('a format of recent releases alone plays there, and is what it is otherwise', () => {
  const opus = (verdict: Verdict) => heard({'x.opus': judged(verdict, {seconds: 2})}).other
  expect(opus('not on every Asterisk')).toStrictEqual({
    ...{verdict: 'not on every Asterisk', file: 'x.opus', seconds: 2},
  })
  const beside = (verdict: Verdict) => heard({'x.opus': judged(verdict), 'x.sln48': judged()}).other
  expect(beside('not on every Asterisk')).toStrictEqual({verdict: 'plays', file: 'x.sln48', or: ['x.opus']})
  expect(beside('noise')).toStrictEqual({verdict: 'not on every Asterisk', file: 'x.sln48', or: ['x.opus']})
  expect(heard({'x.wav': judged('not on every Asterisk')}).other).toStrictEqual({
    ...{verdict: 'not on every Asterisk', file: 'x.wav'},
  })
})

test('what Asterisk does not find, or does not know, is no candidate', () => {
  const nothing = {verdict: 'does not play'}
  expect(heard({}).other).toStrictEqual(nothing)
  expect(heard({'x.txt': judged()}).other).toStrictEqual(nothing)
  expect(heard({'x.wav': judged('plays', {found: false})}).other).toStrictEqual(nothing)
  expect(filesOf({verdict: 'does not play'})).toEqual([])
  expect(filesOf({verdict: 'plays', file: 'a', or: ['b']})).toEqual(['a', 'b'])
  expect(filesOf({verdict: 'plays', file: 'a'})).toEqual(['a'])
})
