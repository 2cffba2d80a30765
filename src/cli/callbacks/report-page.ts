import {counted} from '../../formats/counted.ts'
import {daysAfter} from '../../formats/dates.ts'
import {mondayOf} from '../../formats/report-period.ts'
import type {CallbackReport} from '../../services/callbacks/report.ts'
import {type Columns, cellsOf} from '../list/table.ts'
import {barChart, columnChart} from '../page/charts.ts'
import {capitalised, escaped, htmlPage, htmlTable, paragraph} from '../page/page.ts'
import {
  agentColumns,
  dayColumns,
  gapsOf,
  keptText,
  listColumns,
  periodText,
  type ReportRow,
  statusColumns,
  ticketsText,
  withTotal,
} from './report-view.ts'

interface ReportOfXivo {
  /** The context, if there are several. */
  context?: string
  report: CallbackReport
  rows: readonly ReportRow[]
}

/** A page to mail: numbers of lists, and of agents if requested; it names no customer. */
export function reportPage(
  reports: readonly ReportOfXivo[],
  {at, list, queue}: {at: string; list?: string | undefined; queue?: string | undefined},
): string {
  const [first] = reports
  const title = `Callbacks${first === undefined ? '' : `, ${periodText(first.report)}`}`
  const only = Object.entries({list, queue}).flatMap(([noun, name]) => (name === undefined ? [] : [`${noun} ${name}`]))
  const about = `${only.length > 0 ? `Only ${only.join(', ')}. ` : ''}Created on ${at}.`
  const body = [`<h1>${escaped(title)}</h1>`, paragraph(about), ...reports.flatMap(sections)]
  return htmlPage(title, body)
}

function sections({context, report, rows}: ReportOfXivo): string[] {
  const {statuses, agents = []} = report
  const of = context === undefined ? '' : `${context}: `
  return [
    ...(context === undefined ? [] : [heading(`${of}${periodText(report)}`)]),
    figures(report),
    heading(`${of}Arrived and closed`),
    dayChart(report),
    details('The numbers of each day', table(report.days ?? [], dayColumns)),
    heading(`${of}Promises by their first due date`),
    promiseChart(rows),
    heading(`${of}Lists`),
    table(withTotal(report, rows), listColumns),
    ...(statuses.length === 0
      ? []
      : [heading(`${of}How calls ended`), paragraph(`${ticketsText(report)}.`), table(statuses, statusColumns)]),
    ...(agents.length === 0 ? [] : [heading(`${of}Attempts of each agent`), table(agents, agentColumns)]),
    heading(`${of}What is counted`),
    list([
      'A promise is kept when its request is closed by its first due date, and counts in the period that contains this date. If no earlier due date is known, the current one is used.',
      'The median counts the days from arrival to closing. Ongoing, overdue and oldest are as of today.',
      ...gapsOf(report).map((gap) => `${capitalised(gap)}.`),
    ]),
  ]
}

const heading = (text: string) => `<h2>${escaped(text)}</h2>`

const list = (texts: readonly string[]) => `<ul>${texts.map((text) => `<li>${escaped(text)}</li>`).join('')}</ul>`

const details = (summary: string, inner: string) =>
  `<details><summary>${escaped(summary)}</summary>\n${inner}\n</details>`

/** Everything but names and days is a number. */
function table<T>(rows: readonly T[], columns: Columns<T>): string {
  const heads = Object.keys(columns)
  return htmlTable(
    heads,
    cellsOf(rows, columns),
    heads.filter((head) => !texts.includes(head)),
  )
}

const texts = ['list', 'queue', 'oldest', 'status', 'agent', 'name', 'day']

function figures(report: CallbackReport): string {
  const {arrived, closed, medianDays, promises, postponed, ongoing, overdue} = report
  const shown: [string, string | number][] = [
    ['arrived', arrived],
    ['closed', closed],
    ['median time to close', medianDays === undefined ? 'unknown' : counted(medianDays, 'day')],
    ['promises', promises],
    ['kept', keptText(report)],
    ['postponed', postponed],
    ['ongoing today', ongoing],
    ['overdue today', overdue],
  ]
  return `<dl class="figures">${shown
    .map(([name, value]) => `<div><dt>${escaped(name)}</dt><dd>${escaped(String(value))}</dd></div>`)
    .join('')}</dl>`
}

function dayChart(report: CallbackReport): string {
  const {unit, groups} = groupsOf(report)
  return columnChart(
    `Requests that arrived and that were closed, by ${unit}`,
    [
      {name: 'arrived', colour: 'blue'},
      {name: 'closed', colour: 'orange'},
    ],
    groups.map(({label, arrived, closed}) => ({label, values: [arrived, closed]})),
  )
}

const promiseChart = (rows: readonly ReportRow[]) =>
  barChart(
    'Promises of each list: kept, broken and pending',
    [
      {name: 'kept', colour: 'blue'},
      {name: 'broken', colour: 'orange'},
      {name: 'pending', colour: 'grey'},
    ],
    rows.map(({name, kept, broken, pending}) => ({label: name, values: [kept, broken, pending]})),
  )

/** More columns would be too narrow. */
const MOST_COLUMNS = 62

const units = [
  {unit: 'day', of: (day: string) => day},
  {unit: 'week, from Monday', of: mondayOf},
  {unit: 'month', of: (day: string) => day.slice(0, 7)},
  {unit: 'year', of: (day: string) => day.slice(0, 4)},
]

interface Group {
  label: string
  arrived: number
  closed: number
}

/** Groups the days of a long period into weeks, months or years, from the first day on which something happened. */
function groupsOf({from, to, days = []}: CallbackReport): {unit: string; groups: Group[]} {
  const known = new Map(days.map((day) => [day.day, day]))
  const [begin, end] = isShort({from, to}) ? [from, to] : [days[0]?.day ?? from, days.at(-1)?.day ?? from]
  for (const {unit, of} of units) {
    const groups = new Map<string, Group>()
    for (let day = begin; day <= end; day = daysAfter(day, 1)) {
      const label = of(day)
      const group = groups.get(label) ?? {label, arrived: 0, closed: 0}
      group.arrived += known.get(day)?.arrived ?? 0
      group.closed += known.get(day)?.closed ?? 0
      groups.set(label, group)
    }
    if (groups.size <= MOST_COLUMNS || unit === 'year') return {unit, groups: [...groups.values()]}
  }
  return {unit: 'day', groups: []}
}

const isShort = ({from, to}: {from: string; to: string}) => daysAfter(from, MOST_COLUMNS) > to
