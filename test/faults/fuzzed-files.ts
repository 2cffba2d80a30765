import type {ImportOptions} from './product.ts'
import type {Random} from './random.ts'

/** A file that somebody might send, and what is said of it. */
export type FuzzedFile = {bytes: Buffer} & Required<Pick<ImportOptions, 'said' | 'partial' | 'onDuplicate'>>

const encodings = ['utf-8', 'windows-1252', 'utf-16le', 'utf-16be'] as const

const columns = [
  'phoneNumber',
  'mobilePhoneNumber',
  'firstName',
  'lastName',
  'company',
  'description',
  'dueDate',
  'period',
]

const values: Record<string, readonly [string, ...string[]]> = {
  phoneNumber: ['0230210092', '+33 2 30 21 00 92', '02.30.21.00.92', '*77', '', 'abc'],
  mobilePhoneNumber: ['0689746321', '06-89-74-63-21', '', '12'],
  firstName: ['John', ' Jean ', '" Jean "', '"Éloïse"', ''],
  lastName: ["O'Neill", 'Doe', '"Le ""Grand"""', 'Müller', '"deux\nlignes"', ''],
  company: ['MyCompany', 'Œuvres & €', 'a "b" c', ''],
  description: ['Call back quickly', '\\.', '\\N', 'tab\there', '"x|y;z,w"', '𝄞', ''],
  dueDate: ['2026-11-30', '30/11/2026', '', '2026-02-30', 'tomorrow'],
  period: ['', '', '', 'Toute la journée', 'Afternoon', 'toute la journée'],
}

const debris: readonly [string, ...string[]] = [
  '"',
  '""',
  "'",
  '|',
  ';',
  ',',
  '\t',
  '\r',
  '\n',
  '\r\n',
  '\n\n',
  '\0',
  '\u00a0',
  '\u2028',
  '\ufeff',
  '\u0085',
  '\\',
  '\\.',
  '\\N',
  ' ',
  '" "',
  '"\n',
  '\x1b[31m',
  '́',
  '𐍈',
  '-',
  '--',
  '%',
  '$\u007bx}',
]

/** A valid file, and up to four things that happened to it. */
export function fuzzedFile(random: Random): FuzzedFile {
  const delimiter = random.pick(['|', '|', '|', ';', ',', '\t'])
  let bytes: Buffer = Buffer.from(validText(random, delimiter))
  let encoding = random.pick(['utf-8', 'utf-8', ...encodings] as const)
  if (random.oneIn(4)) bytes = reencoded(bytes, encoding)
  else encoding = 'utf-8'
  for (let times = random.below(5); times > 0; times--) bytes = random.pick(accidents)(bytes, random)
  const form = {
    delimiter: random.oneIn(20) ? '|' : delimiter,
    encoding: random.oneIn(20) ? random.pick(encodings) : encoding,
  }
  const dates = random.pick(['YYYY-MM-DD', 'YYYY-MM-DD', 'DD/MM/YYYY'] as const)
  const noGuess = random.oneIn(2)
  return {
    bytes,
    said: {dates, noGuess, ...((noGuess || random.oneIn(2)) && form)},
    partial: random.oneIn(3),
    onDuplicate: random.pick(['insert', 'insert', 'skip', 'error'] as const),
  }
}

function validText(random: Random, delimiter: string): string {
  const used = columns.filter((name) => name === 'phoneNumber' || !random.oneIn(5))
  if (random.oneIn(10)) used.reverse()
  const end = random.pick(['\n', '\n', '\r\n'])
  const careful = !random.oneIn(3)
  const value = (name: string) => (careful ? (values[name]?.[0] ?? '') : random.pick(values[name] ?? ['']))
  const lines = Array.from({length: random.below(30)}, () => used.map(value).join(delimiter))
  const last = random.oneIn(4) ? '' : end
  return `${random.oneIn(8) ? '\ufeff' : ''}${[used.join(delimiter), ...lines].join(end)}${last}`
}

function reencoded(utf8: Buffer, encoding: string): Buffer {
  const text = utf8.toString('utf8')
  if (encoding === 'windows-1252') return Buffer.from(text, 'latin1')
  if (encoding === 'utf-16le') return Buffer.from(text, 'utf16le')
  return encoding === 'utf-16be' ? Buffer.from(text, 'utf16le').swap16() : utf8
}

type Accident = (bytes: Buffer, random: Random) => Buffer

const splice = (bytes: Buffer, at: number, removed: number, put: Buffer) =>
  Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + removed)])

const accidents: readonly [Accident, ...Accident[]] = [
  function flipBit(bytes, random) {
    const copy = Buffer.from(bytes)
    const at = random.below(copy.length)
    if (copy.length > 0) copy[at] = (copy[at] ?? 0) ^ (1 << random.below(8))
    return copy
  },
  function anyByte(bytes, random) {
    return splice(bytes, random.below(bytes.length + 1), random.below(2), Buffer.from([random.below(256)]))
  },
  function putDebris(bytes, random) {
    return splice(bytes, random.below(bytes.length + 1), random.below(3), Buffer.from(random.pick(debris)))
  },
  function cutOff(bytes, random) {
    return bytes.subarray(0, random.below(bytes.length + 1))
  },
  function doubleLine(bytes, random) {
    const start = bytes.lastIndexOf(10, random.below(bytes.length + 1)) + 1
    const end = bytes.indexOf(10, start) + 1 || bytes.length
    return splice(bytes, start, 0, bytes.subarray(start, end))
  },
  function loseSome(bytes, random) {
    return splice(bytes, random.below(bytes.length + 1), random.below(60), Buffer.alloc(0))
  },
  function quoteField(bytes, random) {
    const at = Math.max(0, bytes.indexOf('|', random.below(bytes.length + 1)))
    return splice(bytes, at, 0, Buffer.from(random.pick(['"', '""', '"x', 'x"'])))
  },
  function moveSome(bytes, random) {
    const from = random.below(bytes.length + 1)
    const some = bytes.subarray(from, from + random.below(40))
    return splice(bytes, random.below(bytes.length + 1), 0, some)
  },
  function noise(bytes, random) {
    return splice(
      bytes,
      random.below(bytes.length + 1),
      0,
      Buffer.from(Array.from({length: 12}, () => random.below(256))),
    )
  },
  function longField(bytes, random) {
    const text = random.oneIn(20) ? 1_100_000 : 3000
    return splice(bytes, random.below(bytes.length + 1), 0, Buffer.alloc(text, random.pick(['x', '"', 'é', '|'])))
  },
]
