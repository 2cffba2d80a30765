import type {Standing} from './contest.ts'
import {type Goal, judge, type Spread} from './figures.ts'

/** What one contest came to. */
export interface Section {
  title: string
  /** How it was measured, a sentence. */
  text: string
  standings: Standing[]
  goals: Goal[]
}

export function renderSection({title, text, standings, goals}: Section): string {
  const rounds = Math.max(...standings.map(({cells}) => cells.length))
  return [
    `## ${title}`,
    `${text} ${rounds} rounds.`,
    table(
      [
        '',
        'time',
        'time / floor',
        'CPU / floor',
        'CPU client + server',
        'CPU of other programs',
        'peak memory',
        'rounds begun on a busy machine',
      ],
      standings.map(row),
    ),
    goals.length === 0 ? '' : table(['', 'measured', 'goal', 'acceptable', 'result'], goals.map(goalRow)),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

function row({name, cells, milliseconds, ratio, cpuRatio, peakMegabytes}: Standing): string[] {
  const mean = (of: (cell: (typeof cells)[number]) => number) =>
    (cells.reduce((sum, cell) => sum + of(cell), 0) / cells.length).toFixed(2)
  return [
    name,
    inSpread(milliseconds, (value) => value.toFixed(0), ' ms'),
    inSpread(ratio, (value) => value.toFixed(2), '×'),
    inSpread(cpuRatio, (value) => value.toFixed(2), '×'),
    `${mean(({client}) => client)} + ${mean(({server}) => server)} s`,
    `${mean(({others}) => others)} s`,
    `${peakMegabytes.toFixed(0)} MB`,
    `${cells.filter(({idle}) => !idle).length} of ${cells.length}`,
  ]
}

function goalRow(goal: Goal): string[] {
  const figure = (value: number) => (value < 20 ? value.toFixed(2) : value.toFixed(0))
  return [goal.what, figure(goal.value), `≤ ${figure(goal.goal)}`, `≤ ${figure(goal.least ?? goal.goal)}`, judge(goal)]
}

const inSpread = ({median, min, max}: Spread, show: (value: number) => string, unit: string) =>
  `${show(median)}${unit} (${show(min)}–${show(max)})`

function table(head: string[], rows: string[][]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
