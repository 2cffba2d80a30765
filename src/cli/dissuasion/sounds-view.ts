import type {CheckedSound, SoundUse} from '../../services/dissuasion/sounds.ts'
import {marks} from '../marks.ts'

/** Whether Asterisk can play it, in one word. */
export function playsText({plays, unreadable}: CheckedSound): string {
  if (plays === undefined) return unreadable === undefined ? 'not known' : 'not read'
  return plays ? 'yes' : 'no'
}

/** What is wrong first, then what callers would notice. */
export const remarkText = ({faults, unreadable, remarks}: CheckedSound) =>
  [...faults, ...(unreadable === undefined ? [] : [unreadable]), ...remarks].join('; ')

/** A queue's name alone means its dissuasion; other uses are shown in XiVO's terms. */
export const usersText = ({usedBy}: CheckedSound) => (usedBy.length === 0 ? 'nobody' : usedBy.map(userText).join(', '))

function userText({event, category, categoryval, queueName}: SoundUse): string {
  if (queueName === undefined) return `${category} ${categoryval} (${event})`
  return event === 'chanunavail' ? queueName : `${queueName} (${event})`
}

/** Lower levels are shown as silence, in dBFS. */
const FLOOR = -56

/** The loudness from start to end. */
export const loudnessText = ({level}: CheckedSound) => (level?.loudness ?? []).map(bar).join('')

function bar(decibels: number): string {
  const {silence, levels} = marks()
  if (decibels <= FLOOR) return silence
  return levels[Math.min(levels.length - 1, Math.floor(((decibels - FLOOR) / -FLOOR) * levels.length))] ?? ''
}
