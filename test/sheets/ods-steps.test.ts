import fc from 'fast-check'
import {expect, test} from 'vitest'
import {odsOf, rowsOf} from '../support/workbooks.ts'

const texts = ['a', '0230210092', 'Zoé', ' x ', '', '😀', '&amp;', ' b\n c ', '\t', ']]', '#REF!', '12']
const tags = [
  ['office:value-type="string"', 'table:table-cell'],
  ['office:value-type="float" office:value="12"', 'table:table-cell'],
  ['office:value-type="string" table:number-columns-repeated="2"', 'table:table-cell'],
  ['office:value-type="string" table:formula="of:=1"', 'table:table-cell'],
  ['office:value-type="string"', 'table:covered-table-cell'],
] as const

const cell = fc
  .tuple(
    fc.constantFrom(...tags),
    fc.array(fc.constantFrom(...texts), {minLength: 1, maxLength: 2}),
    fc.constantFrom('', '<table:table-cell/>', '<office:annotation><text:p>no</text:p></office:annotation>'),
  )
  .map(([[attributes, name], paragraphs, more]) => {
    const inside = more.startsWith('<office') ? more : ''
    const text = paragraphs.map((paragraph) => `<text:p>${paragraph}</text:p>`).join('')
    return `<${name} ${attributes}>${inside}${text}</${name}>${inside === '' ? more : ''}`
  })

/** Rows are much like each other. */
const rows = fc.array(fc.array(cell, {minLength: 1, maxLength: 4}), {minLength: 1, maxLength: 3}).map((cells) =>
  cells
    .map((row) => `<table:table-row>${row.join('')}</table:table-row>`)
    .join('')
    .repeat(4),
)

/** Elements that change nothing, but begin and end between a paragraph and its text. */
const spanned = (xml: string) => xml.replace(/<text:p>([^<]*)<\/text:p>/g, '<text:p><text:span>$1</text:span></text:p>')

test('cells that are read in one step are the same as those that are read tag by tag', async () => {
  await fc.assert(
    fc.asyncProperty(rows, async (xml) => {
      const file = (content: string) => odsOf(`<table:table table:name="One">${content}</table:table>`)
      expect(await rowsOf(await file(xml))).toEqual(await rowsOf(await file(spanned(xml))))
    }),
    {numRuns: 300},
  )
})
