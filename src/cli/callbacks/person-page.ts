import {counted} from '../../formats/counted.ts'
import type {Person} from '../../services/callbacks/person.ts'
import type {PersonTable} from './person-view.ts'

/** Prints on A4; a long table repeats its heads, and no row is cut. */
const style = `
  @page { size: A4 landscape; margin: 15mm }
  body { font: 10pt/1.4 sans-serif; color: #000; background: #fff; margin: 2em auto; max-width: 80em; padding: 0 1em }
  @media print { body { margin: 0; max-width: none; padding: 0 } }
  h1 { font-size: 16pt } h2 { font-size: 12pt; margin: 1.5em 0 0 } p { margin: .3em 0 }
  table { border-collapse: collapse; width: 100%; margin-top: .5em; font-size: 8pt }
  thead { display: table-header-group }
  tr { break-inside: avoid }
  th, td { border: 1px solid #888; padding: .2em .4em; text-align: left; vertical-align: top; overflow-wrap: break-word }
  th { background: #eee }
`

/** A page of its own, without scripts and without anything from elsewhere, to be handed to the person who asked. */
export function personPage(
  {others = 0}: Person,
  tables: readonly PersonTable[],
  {
    phones,
    names = [],
    at,
    server,
  }: {phones: readonly string[]; names?: readonly string[] | undefined; at: string; server: string},
): string {
  const whom = [`phone number ${phones.join(', ')}`, ...(names.length > 0 ? [`name ${names.join(', ')}`] : [])]
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Personal data: ${escaped(phones.join(', '))}</title>
<style>${style}</style>
</head>
<body>
<h1>Personal data kept for callbacks</h1>
<p>${escaped(`Search: ${whom.join('; ')}.`)}</p>
<p>${escaped(`Created on ${at} from ${server}.`)}</p>
${others > 0 ? `<p>${escaped(`Not shown: ${counted(others, 'callback request')} with the same number that may be another person's.`)}</p>\n` : ''}${tables.map(section).join('\n')}
<p>Not included: call recordings and call logs of the telephone system, and the files from which requests were imported.</p>
</body>
</html>
`
}

const section = ({
  title,
  about,
  heads,
  cells,
}: PersonTable): string => `<h2>${escaped(capitalised(title))} (${cells.length})</h2>
<p>${escaped(about)}</p>
${cells.length === 0 ? '<p>Nothing.</p>' : tableOf(heads, cells)}`

const tableOf = (heads: readonly string[], cells: readonly string[][]): string => `<table>
<thead>${rowOf(heads, '<th scope="col">', '</th>')}</thead>
<tbody>
${cells.map((row) => rowOf(row, '<td>', '</td>')).join('\n')}
</tbody>
</table>`

const rowOf = (texts: readonly string[], open: string, close: string) =>
  `<tr>${texts.map((text) => `${open}${breakable(text)}${close}`).join('')}</tr>`

/** A word longer than a column may be broken; a cell has no control characters. */
const breakable = (text: string) => escaped(text.replace(/\S{30}(?=\S)/gu, '$&\0')).replaceAll('\0', '<wbr>')

const entities: Record<string, string> = {'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;'}

const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character] ?? '')

const capitalised = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1)
