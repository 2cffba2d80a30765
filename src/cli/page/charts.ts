import {nice, ticks} from 'd3-array'
import {escaped} from './page.ts'

/** The variables of the page's style: they follow light and dark. */
type Colour = 'blue' | 'orange' | 'grey'

interface Part {
  name: string
  colour: Colour
}

/** The values of a label, one for each part. */
interface Labelled {
  label: string
  values: readonly number[]
}

const WIDTH = 720

/** A picture with its title; a table shows the same numbers. */
const figure = (title: string, height: number, shapes: readonly string[]) => `<figure>
<svg role="img" viewBox="0 0 ${WIDTH} ${height}" aria-label="${escaped(title)}">
${shapes.join('\n')}
</svg>
<figcaption>${escaped(title)}</figcaption>
</figure>`

const text = (x: number, y: number, words: string, anchor: 'start' | 'middle' | 'end' = 'start') =>
  `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}">${escaped(words)}</text>`

const box = (x: number, y: number, width: number, height: number, colour: Colour) =>
  `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" fill="var(--${colour})"/>`

const round = (length: number) => Number(length.toFixed(1))

const LEGEND = 150

const legend = (parts: readonly Part[], y: number, from: number): string[] =>
  parts.flatMap(({name, colour}, i) => [
    box(from + i * LEGEND, y - 10, 12, 12, colour),
    text(from + 18 + i * LEGEND, y, name),
  ])

const HEIGHT = 220
const LEFT = 48
const TOP = 30
const BOTTOM = 24
/** More labels would overlap. */
const MOST_LABELS = 8

/** A group of columns for each label. */
export function columnChart(title: string, series: readonly Part[], groups: readonly Labelled[]): string {
  const most = Math.max(1, ...groups.flatMap(({values}) => values))
  const [, top] = nice(0, most, 4)
  const floor = HEIGHT - BOTTOM
  const y = (value: number) => floor - (value / top) * (floor - TOP)
  const step = (WIDTH - LEFT) / Math.max(1, groups.length)
  const width = (step * 0.8) / series.length
  const lines = ticks(0, top, 4)
    .filter(Number.isInteger)
    .flatMap((value) => [
      `<line class="axis${value === 0 ? ' zero' : ''}" x1="${LEFT}" x2="${WIDTH}" y1="${round(y(value))}" y2="${round(y(value))}"/>`,
      text(LEFT - 6, y(value) + 4, value.toLocaleString('en'), 'end'),
    ])
  const every = Math.ceil(groups.length / MOST_LABELS)
  const columns = groups.flatMap(({label, values}, i) => {
    const x = LEFT + i * step
    return [
      ...values.map((value, n) =>
        box(x + step * 0.1 + n * width, y(value), width, floor - y(value), series[n]?.colour ?? 'grey'),
      ),
      ...(i % every === 0 ? [text(x + step / 2, HEIGHT - 8, label, 'middle')] : []),
    ]
  })
  return figure(title, HEIGHT, [...legend(series, 14, LEFT), ...lines, ...columns])
}

const BAR = 24
const NAMES = 190
const NUMBERS = 60

/** A bar for each row, of several parts with their numbers behind it. */
export function barChart(title: string, parts: readonly Part[], rows: readonly Labelled[]): string {
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
  const most = Math.max(1, ...rows.map(({values}) => sum(values)))
  const scale = (WIDTH - NAMES - NUMBERS * 1.5) / most
  const bars = rows.flatMap(({label, values}, i) => {
    const y = TOP + i * BAR
    let x = NAMES
    const boxes = values.map((value, n) => {
      const part = box(x, y + 3, value * scale, BAR - 6, parts[n]?.colour ?? 'grey')
      x += value * scale
      return part
    })
    return [text(NAMES - 8, y + 16, shortened(label), 'end'), ...boxes, text(x + 6, y + 16, values.join(' · '))]
  })
  return figure(title, TOP + rows.length * BAR, [...legend(parts, 14, NAMES), ...bars])
}

const LONGEST_LABEL = 28

const shortened = (label: string) =>
  label.length > LONGEST_LABEL ? `${label.slice(0, LONGEST_LABEL - 1).toWellFormed()}…` : label
