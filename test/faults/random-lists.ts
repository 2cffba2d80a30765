import type {Random} from './random.ts'

/** One request as it is in the table; null is no value. */
export type Row = Record<'phone' | 'mobile' | 'first' | 'last' | 'company' | 'description' | 'due', string | null> & {
  period: number
}

const hard: readonly [string, ...string[]] = [
  ' Doe ',
  '"x',
  '"',
  '""',
  '\\.',
  '\\N',
  '\\',
  '\r',
  '\n',
  '\r\n',
  '\t',
  ' ',
  '\u00a0',
  '\u00a0x\u00a0',
  '|',
  '||',
  ';',
  "'",
  '#',
  '\ufeff',
  '\u2028',
  '\u0085',
  '\u200b',
  '\u0001',
  '\x1b[0m',
  '\x7f',
  'é',
  'é',
  '\ufffe',
  '\uffff',
  '𝄞',
  '\u{10ffff}',
  'error',
  'NULL',
  '0',
  '=',
  '="',
  '="x"',
  '+33',
  '-1',
  '@',
  '007',
  '1e5',
  '24/7',
  'VRAI',
  '_x000D_',
  'é'.repeat(300),
]

/** Texts that CSV and COPY have trouble with; characters of every plane of Unicode. */
function text(random: Random): string | null {
  if (random.oneIn(4)) return null
  return Array.from({length: 1 + random.below(4)}, () =>
    random.oneIn(2) ? random.pick(hard) : character(random),
  ).join('')
}

function character(random: Random): string {
  const point = random.oneIn(2) ? random.below(0x250) : random.below(17) * 0x10000 + random.below(0x10000)
  return point === 0 || (point >= 0xd800 && point < 0xe000) ? 'x' : String.fromCodePoint(point)
}

/** A list's rows, some of them twice. */
export function randomRows(random: Random, periods: number): Row[] {
  const number = () => `${random.pick(['', '', '+'])}${random.below(1_000_000_000)}${random.pick(['', '', '*', '#'])}`
  const rows = Array.from({length: random.below(12)}, (): Row => {
    const phone = random.oneIn(5) ? null : number()
    return {
      phone,
      mobile: phone === null || random.oneIn(2) ? number() : null,
      first: text(random),
      last: text(random),
      company: text(random),
      description: text(random),
      due: `20${10 + random.below(80)}-0${1 + random.below(9)}-${10 + random.below(19)}`,
      period: random.below(periods),
    }
  })
  return rows.flatMap((row) => (random.oneIn(6) ? [row, row] : [row]))
}
