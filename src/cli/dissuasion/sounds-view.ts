import type {CheckedSound, SoundUse} from '../../services/dissuasion/sounds.ts'
import type {Level} from '../../sounds/level.ts'
import {marks} from '../marks.ts'

/** Its files, or its name, if there is none. */
export const filesText = ({name, files}: CheckedSound) =>
  files.length === 0 ? name : files.map(({file}) => file).join(', ')

/** What is wrong first, then what callers would notice. */
export function remarkText({faults, remarks, files}: CheckedSound): string {
  const several = files.length > 1
  const noticed = files.flatMap((each) => each.remarks.map((text) => (several ? `${each.file}: ${text}` : text)))
  return [...faults, ...remarks, ...noticed].join('; ')
}

/** A queue's name alone means its dissuasion; other uses are shown in XiVO's terms. */
export const usersText = ({usedBy}: CheckedSound) => (usedBy.length === 0 ? 'nothing' : usedBy.map(userText).join(', '))

function userText({event, category, categoryval, queueName}: SoundUse): string {
  if (queueName === undefined) return `${category} ${categoryval} (${event})`
  return event === 'chanunavail' ? queueName : `${queueName} (${event})`
}

/** Lower levels are shown as silence, in dBFS. */
const FLOOR = -56

/** The loudness from start to end. */
export const loudnessText = (level: Pick<Level, 'loudness'> | undefined) => (level?.loudness ?? []).map(bar).join('')

function bar(decibels: number): string {
  const {silence, levels} = marks()
  if (decibels <= FLOOR) return silence
  return levels[Math.min(levels.length - 1, Math.floor(((decibels - FLOOR) / -FLOOR) * levels.length))] ?? ''
}
