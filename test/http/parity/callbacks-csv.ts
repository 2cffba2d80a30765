import type {Random} from '../../faults/random.ts'

const header = [
  'phoneNumber',
  'mobilePhoneNumber',
  'firstName',
  'lastName',
  'company',
  'description',
  'dueDate',
  'period',
]

const good = [
  '0230210092|0689746321|John|Doe|MyCompany|Call back quickly||',
  "      0587963214|0789654123|Alice|O'Neill|YourSociety||2016-08-01|Matin",
  '+33 2 98.76||"Jean | Luc"|"dit ""le Grand"""|||2026-12-01|Après-midi',
  '|*21#|||||2024-02-29|',
  '1000|||||||',
  '',
] as const

const bad = [
  '|||Doe||||',
  '12a|||Doe||||',
  '1000|||||||Noon',
  '1000||||||2026-02-30|',
  '1000|2000',
  '1000||"open|||||',
] as const

/** A file of a few lines, good in two of three cases. */
export function callbacksCsv({below, oneIn, pick}: Random): Buffer {
  const lines = Array.from({length: 1 + below(5)}, () => pick(good))
  if (oneIn(4)) lines.splice(below(lines.length + 1), 0, pick(bad) as (typeof good)[number])
  const plain = [header.join('|'), ...lines].join(pick(['\n', '\n', '\r\n']))
  return pick([
    () => Buffer.from(`${plain}\n`),
    () => Buffer.from(`${plain}\n`),
    () => Buffer.from(`${plain}\n`),
    () => Buffer.from(`${plain}\n`),
    () => Buffer.from(`${plain}\n`),
    () => Buffer.from(`${plain}\n`),
    () => Buffer.from(plain),
    () => Buffer.from(`\ufeff${plain}`),
    () => Buffer.from('lastName|phoneNumber\nDoe|1000\n'),
    () => Buffer.from(`${header.join('|')}\n`),
    () => Buffer.from(''),
    () => Buffer.from('phoneNumber|phoneNumber\n1|2\n'),
    () => Buffer.from('phoneNumber|lastname\n1|2\n'),
    () => Buffer.from('phoneNumber|lastName\n1000|Gar\xe7on\n', 'latin1'),
    () => Buffer.from(`${header.join('|')} 1000|||||||`),
  ])()
}
