import fc from 'fast-check'
import {SaxesParser} from 'saxes'
import {expect, test} from 'vitest'
import {XmlParser} from '../../src/sheets/xml-parser.ts'

/** What a parser reports: tags with their attributes, and the text between them in one piece; or that it refuses. */
type Told = string[] | 'refused'

function teller() {
  const told: string[] = []
  let text = ''
  const flush = () => {
    if (text !== '') told.push(`text ${text}`)
    text = ''
  }
  return {
    told,
    text: (more: string) => {
      text += more
    },
    open: (name: string, attributes: Record<string, string>) => {
      flush()
      told.push(`open ${name} ${JSON.stringify(attributes)}`)
    },
    close: (name: string) => {
      flush()
      told.push(`close ${name}`)
    },
  }
}

function bySaxes(xml: string): Told {
  const {told, text, open, close} = teller()
  const parser = new SaxesParser({xmlns: false, position: false})
  let depth = 0
  const inRoot = (more: string) => {
    if (depth > 0) text(more)
  }
  parser.on('opentag', ({name, attributes}) => {
    depth++
    open(name, attributes)
  })
  parser.on('closetag', ({name}) => {
    depth--
    close(name)
  })
  parser.on('text', inRoot)
  parser.on('cdata', inRoot)
  try {
    parser.write(xml).close()
    return told
  } catch {
    return 'refused'
  }
}

function byOurs(xml: string, cuts: readonly number[]): Told {
  const {told, text, open, close} = teller()
  const parser = new XmlParser({
    declaration: () => {},
    doctype: () => {},
    prepare: (tag) => tag,
    open: ({name, attributes}) => open(name, attributes),
    close: ({name}) => close(name),
    text,
  })
  const bytes = Buffer.from(xml)
  const ends = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b)
  try {
    let start = 0
    for (const end of [...ends, bytes.length]) {
      parser.write(bytes.subarray(start, end))
      start = end
    }
    parser.close()
    return told
  } catch {
    return 'refused'
  }
}

const texts = [
  'a',
  '0230210092',
  'Zoé',
  '😀',
  '&amp;',
  '&#233;',
  '&lt;',
  '>',
  ']',
  ' \n',
  '\r\n',
  '\u2028',
  '\u0085',
  '"',
]
const misc = ['<!-- a > b -->', '<![CDATA[<a>]]>', '<?pi a > b?>', '<!---->']
const values = ['', 'a', 'b', 'é', 'a>b', "'", '&quot;', '\t\n']

const {element} = fc.letrec<{element: string; content: string}>((tie) => ({
  element: fc
    .record({
      name: fc.constantFrom('a', 'b:c', 'é', 'row'),
      attributes: fc.uniqueArray(fc.constantFrom('x', 'y', 'office:value'), {maxLength: 2}),
      value: fc.constantFrom(...values),
      quote: fc.constantFrom('"', '"', "'"),
      blank: fc.constantFrom('', '', ' ', '\n'),
      content: tie('content'),
      isEmpty: fc.boolean(),
    })
    .map(({name, attributes, value, quote, blank, content, isEmpty}) => {
      const tag = [name, ...attributes.map((each) => `${each}=${quote}${value}${quote}`)].join(' ')
      return isEmpty ? `<${tag}${blank}/>` : `<${tag}${blank}>${content}</${name}${blank}>`
    }),
  content: fc
    .array(
      fc.oneof({weight: 3, arbitrary: fc.constantFrom(...texts)}, fc.constantFrom(...misc), {
        weight: 3,
        arbitrary: tie('element'),
      }),
      {maxLength: 6},
    )
    .map((pieces) => pieces.join('')),
}))

/** Rows are much like each other. */
const rows = fc.tuple(element, fc.constantFrom('', 't')).map(([row, text]) => `<rows>${(row + text).repeat(4)}</rows>`)

const document = fc.tuple(
  fc.constantFrom('', '\ufeff', '<?xml version="1.0" encoding="UTF-8"?>\n', '<?xml version="1.1"?>', '<!-- > -->', 'a'),
  fc.oneof(element, rows),
  fc.constantFrom('', '', '\n', '<!-- > -->', 'a', '<a/>'),
)

/** Characters that matter, put in or in the place of others. */
const mutation = fc.record({
  at: fc.nat(),
  removed: fc.nat({max: 3}),
  added: fc.constantFrom(
    '',
    '<',
    '>',
    '&',
    ';',
    '"',
    '/',
    ']]>',
    '\0',
    '\ufffe',
    '<!',
    '<!DOCTYPE a>',
    '</a>',
    '</a b>',
  ),
})

test('whatever a document holds, and however it is cut, it is told, or refused, as saxes alone does it', () => {
  let refused = 0
  fc.assert(
    fc.property(
      document,
      fc.array(mutation, {maxLength: 2}),
      fc.array(fc.nat(), {maxLength: 4}),
      (parts, mutations, cuts) => {
        let xml = parts.join('')
        for (const {at, removed, added} of mutations) {
          const place = at % (xml.length + 1)
          xml = (xml.slice(0, place) + added + xml.slice(place + removed)).toWellFormed()
        }
        const expected = bySaxes(xml)
        if (expected === 'refused') refused++
        expect(byOurs(xml, cuts)).toEqual(expected)
      },
    ),
    {numRuns: 1000},
  )
  expect(refused).toBeGreaterThan(170)
  expect(refused).toBeLessThan(830)
})

/** Tags in an order that comes back, a few of them of another name, with as many ends as starts or one more or less. */
const ending = fc
  .tuple(
    fc.array(fc.constantFrom('<a>', 't</a>', 't</a><a>', '<a/>', 't<c>t</c>'), {minLength: 2, maxLength: 6}),
    fc.constantFrom(0, 0, 1, -1),
    fc.constantFrom('', '<a>t', '<a/>'),
    fc.option(fc.nat()),
  )
  .map(([unit, more, tail, at]) => {
    const body = `<a><a><a>${unit.join('').repeat(4)}`
    const depth = 1 + body.split('<a>').length - body.split('</a>').length
    const xml = `<a>${body}${'t</a>'.repeat(Math.max(0, depth + more))}${tail}`
    const place = at === null ? -1 : xml.indexOf('<a>', at % xml.length)
    return place > 0 ? `${xml.slice(0, place)}<b>${xml.slice(place + 3)}` : xml
  })

test('elements end where saxes ends them, in whichever order their tags come back', () => {
  fc.assert(
    fc.property(ending, (xml) => {
      expect(byOurs(xml, [])).toEqual(bySaxes(xml))
    }),
    {numRuns: 3000},
  )
})

test('tags beyond those that are remembered are told too', () => {
  const cells = Array.from({length: 2500}, (_, i) => `<c v="${i % 1250}" w${i}=""/><c v="${i}"/>`).join('')
  expect(byOurs(`<r>${cells}</r>`, [])).toEqual(bySaxes(`<r>${cells}</r>`))
})
