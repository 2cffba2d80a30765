import type {CharName} from 'cli-table3'

/** Can the locale show more than ASCII? As in the C library, the first variable that is set decides. */
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
  /** The characters of lines in cli-table3, if they differ from its defaults. */
  lines: undefined as Partial<Record<CharName, string>> | undefined,
  /** The start of the rule between two rows of a table. */
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
