import type {CharName} from 'cli-table3'

/** Can the locale show more than ASCII? The first of these variables that is set decides, as in the C library. */
const isUtf8 = ({LC_ALL, LC_CTYPE, LANG}: NodeJS.ProcessEnv) => /utf-?8/i.test(LC_ALL || LC_CTYPE || LANG || '')

const unicode = {
  arrow: '→',
  minus: '−',
  good: '✓',
  fault: '✗',
  between: ' · ',
  rule: '─',
  bar: {full: '█', empty: '░'},
  /** From nearly silent to loud. */
  levels: ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
  silence: '·',
  /** What cli-table3 draws its lines with, where it is not its own choice. */
  lines: undefined as Partial<Record<CharName, string>> | undefined,
  /** What begins the rule between two rows of a table. */
  rowRule: '├─',
}

const corner = ['top-left', 'top-mid', 'top-right', 'bottom-left', 'bottom-mid', 'bottom-right', 'mid-mid']
const ascii: typeof unicode = {
  arrow: '->',
  minus: '-',
  good: 'ok',
  fault: 'x',
  between: ', ',
  rule: '-',
  bar: {full: '#', empty: '.'},
  levels: ['1', '2', '3', '4', '5', '6', '7', '8'],
  silence: '.',
  lines: {
    ...Object.fromEntries(corner.map((place) => [place, '+'])),
    ...{top: '-', bottom: '-', mid: '-', left: '|', 'left-mid': '|', right: '|', 'right-mid': '|', middle: '|'},
  },
  rowRule: '|-',
}

/** The marks of this terminal. */
export const marks = (env: NodeJS.ProcessEnv = process.env): typeof unicode => (isUtf8(env) ? unicode : ascii)
