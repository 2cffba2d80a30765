import {daysAfter} from '../../formats/dates.ts'
import type {CallbackStats, ListBacklog} from '../../services/callbacks/stats.ts'
import {paint} from '../colour.ts'
import {escapeControls} from '../escapes.ts'
import {widthOf} from '../list/wrap.ts'
import {marks} from '../marks.ts'

interface Bar {
  label: string
  count: number
  colour: (text: string) => string
}

const PIPE_WIDTH = 80
const LONGEST_BAR = 50

const plain = (text: string) => text

/** The backlog of each list as bars: overdue requests, each of the next `days`, later ones, and the periods. */
export function drawStats(
  stats: CallbackStats,
  {days, queueNames}: {days: number; queueNames: ReadonlyMap<number, string>},
) {
  const charts = stats.lists.map((list) => ({list, bars: list.ongoing === 0 ? [] : barsOf(list, stats.today, days)}))
  const all = charts.flatMap(({bars}) => bars)
  const most = Math.max(1, ...all.map(({count}) => count))
  const label = Math.max(0, ...all.map(({label}) => widthOf(label)))
  const width = process.stdout.columns ?? PIPE_WIDTH
  const room = Math.max(1, Math.min(LONGEST_BAR, width - label - String(most).length - 4))
  return charts
    .map(({list, bars}) => [heading(list, queueNames), ...bars.map((bar) => draw(bar, {label, room, most}))].join('\n'))
    .join('\n\n')
}

function heading(list: ListBacklog, queueNames: ReadonlyMap<number, string>): string {
  const queue = queueNames.get(list.queueId) ?? `queue ${list.queueId}, gone`
  return `${paint.stdout.bold(escapeControls(list.name))} (${escapeControls(queue)}): ${summary(list)}`
}

/** `5 ongoing, 1 overdue, 2 due today`. */
export function summary({ongoing, overdue, dueToday}: Pick<ListBacklog, 'ongoing' | 'overdue' | 'dueToday'>): string {
  if (ongoing === 0) return 'nothing ongoing'
  const parts = [
    `${ongoing} ongoing`,
    ...(overdue ? [`${overdue} overdue`] : []),
    ...(dueToday ? [`${dueToday} due today`] : []),
  ]
  return parts.join(', ')
}

function barsOf(list: ListBacklog, today: string, days: number): Bar[] {
  const dueOn = new Map(list.days.map(({dueDate, ongoing}) => [dueDate, ongoing]))
  const next = Array.from({length: days}, (_, i) => daysAfter(today, i + 1))
  const shown = next.reduce((sum, day) => sum + (dueOn.get(day) ?? 0), 0)
  return [
    {label: 'overdue', count: list.overdue, colour: paint.stdout.red},
    {label: 'today', count: list.dueToday, colour: paint.stdout.yellow},
    ...next.map((day) => ({label: weekday(day), count: dueOn.get(day) ?? 0, colour: plain})),
    {label: 'later', count: list.later - shown, colour: plain},
    ...list.periods.map(({name, ongoing}) => ({
      label: escapeControls(name),
      count: ongoing,
      colour: paint.stdout.cyan,
    })),
  ]
}

const weekdays = new Intl.DateTimeFormat('en', {weekday: 'short', timeZone: 'UTC'})

const weekday = (day: string) => `${weekdays.format(new Date(day))} ${day}`

/** A count above zero always gets a visible bar. */
function draw(
  {label, count, colour}: Bar,
  {label: width, room, most}: {label: number; room: number; most: number},
): string {
  const length = count === 0 ? 0 : Math.max(1, Math.round((count / most) * room))
  return `  ${label}${' '.repeat(width - widthOf(label))}  ${colour(marks().bar.full.repeat(length))}${length > 0 ? ' ' : ''}${count}`
}
