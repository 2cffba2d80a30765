import {counted} from '../../formats/counted.ts'
import type {Person} from '../../services/callbacks/person.ts'
import {capitalised, escaped, htmlPage, htmlTable, paragraph} from '../page/page.ts'
import type {PersonTable} from './person-view.ts'

/** A self-contained page to hand to the person who asked. */
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
  const notShown = `Not shown: ${counted(others, 'callback request')} with the same number that may be another person's.`
  const body = [
    '<h1>Personal data kept for callbacks</h1>',
    paragraph(`Search: ${whom.join('; ')}.`),
    paragraph(`Created on ${at} from ${server}.`),
    ...(others > 0 ? [paragraph(notShown)] : []),
    ...tables.map(section),
    '<p>Not included: call recordings and call logs of the telephone system, and the files from which requests were imported.</p>',
  ]
  return htmlPage(`Personal data: ${phones.join(', ')}`, body, {landscape: true})
}

const section = ({
  title,
  about,
  heads,
  cells,
}: PersonTable): string => `<h2>${escaped(capitalised(title))} (${cells.length})</h2>
${paragraph(about)}
${cells.length === 0 ? '<p>Nothing.</p>' : htmlTable(heads, cells)}`
