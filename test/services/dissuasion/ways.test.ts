import {expect, test} from 'vitest'
import type {ExplainedDissuasion} from '../../../src/services/dissuasion/dissuasion.ts'
import {waysOf} from '../../../src/services/dissuasion/ways.ts'

type Told = Partial<ExplainedDissuasion> & {name: string}

const explained = (told: Told): ExplainedDissuasion => ({id: 1, dissuasion: {type: 'other'}, action: 'none', ...told})
const sound = (name: string, soundFile: string, state: Partial<Told> = {}) =>
  explained({name, action: 'sound', dissuasion: {type: 'soundFile', value: {soundFile}}, ...state})
const queue = (name: string, queueName: string, state: Partial<Told> = {}) =>
  explained({name, action: 'queue', dissuasion: {type: 'queue', value: {queueName}}, ...state})

const endsOf = (...all: ExplainedDissuasion[]) =>
  waysOf(all, new Map([['user 4', 'user Ann Lee']])).map(({steps, sound, seconds, end}) => [
    steps.map(({name}) => name).join(' '),
    sound,
    seconds,
    end,
  ])

test('callers go on until a queue leads to no other queue', () => {
  expect(endsOf(queue('a', 'b'), queue('b', 'c'), sound('c', 'closed', {seconds: 2.5}))).toEqual([
    ['a b c', 'closed', 2.5, 'the call ends'],
    ['b c', 'closed', 2.5, 'the call ends'],
    ['c', 'closed', 2.5, 'the call ends'],
  ])
})

test('a way that returns goes in circles, also for those who come from elsewhere', () => {
  const broken = 'callers would return'
  expect(endsOf(queue('a', 'b'), queue('b', 'c', {broken}), queue('c', 'b', {broken}))).toEqual([
    ['a b c', undefined, undefined, 'in circles, back in queue b'],
    ['b c', undefined, undefined, 'in circles, back in queue b'],
    ['c b', undefined, undefined, 'in circles, back in queue c'],
  ])
})

test.each([
  [explained({name: 'a'}), undefined, 'the call ends'],
  [explained({name: 'a', action: 'endcall:busy'}), undefined, 'the call ends (endcall:busy)'],
  [explained({name: 'a', action: 'user', actionarg1: '3'}), undefined, 'user 3'],
  [explained({name: 'a', action: 'user', actionarg1: '4', actionarg2: '30'}), undefined, 'user Ann Lee (30)'],
  [explained({name: 'a', action: 'queue', broken: 'there is no queue 99'}), undefined, 'nowhere'],
  [sound('a', 'gone', {broken: 'there is no sound file'}), undefined, 'the call ends'],
])('of %j callers hear %s, and %s', (last, heard, end) => {
  expect(endsOf(last)).toEqual([['a', heard, undefined, end]])
})

test('a queue that callers cannot enter is the end, whatever lies behind it', () => {
  const broken = `the queue 'b' is disabled`
  expect(endsOf(queue('a', 'b', {broken}), sound('b', 'closed'))).toEqual([
    ['a', undefined, undefined, 'nowhere'],
    ['b', 'closed', undefined, 'the call ends'],
  ])
})
