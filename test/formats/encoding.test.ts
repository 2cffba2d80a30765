import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {asUtf8, type Encoding} from '../../src/formats/encoding.ts'

const header = 'phoneNumber|lastName\n'

async function* inPieces(bytes: Uint8Array, size: number) {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size)
}

async function decode(bytes: Uint8Array, encoding: Encoding, size = 65_536): Promise<string> {
  const pieces: Uint8Array[] = []
  for await (const piece of asUtf8(inPieces(bytes, size), encoding)) pieces.push(piece)
  return Buffer.concat(pieces).toString('utf8')
}

const utf16le = (text: string) => Buffer.from(text, 'utf16le')
const utf16be = (text: string) => utf16le(text).swap16()

/** What Windows-1252 has where Latin-1 has control characters. */
const high: [byte: number, character: string][] = [
  [0x80, '€'],
  [0x85, '…'],
  [0x8c, 'Œ'],
  [0x8e, 'Ž'],
  [0x91, '‘'],
  [0x92, '’'],
  [0x96, '–'],
  [0x99, '™'],
  [0x9c, 'œ'],
  [0x9f, 'Ÿ'],
  [0xa0, '\u00a0'],
  [0xc9, 'É'],
  [0xe9, 'é'],
  [0xff, 'ÿ'],
]

describe('Windows-1252', () => {
  const bytes = Buffer.concat([Buffer.from(header), Buffer.from(high.map(([byte]) => byte)), Buffer.from('\n1000|x\n')])
  const text = `${header}${high.map(([, character]) => character).join('')}\n1000|x\n`

  test('has its œ, € and ’ wherever the file is cut', async () => {
    for (let size = 1; size <= bytes.length; size++) {
      expect(await decode(bytes, 'windows-1252', size), `size ${size}`).toBe(text)
    }
  })

  test('is said of a file with a BOM of UTF-8 in vain', async () => {
    for (const encoding of ['windows-1252', 'utf-16le', 'utf-16be'] as const) {
      for (let size = 1; size < 6; size++) {
        expect(await decode(Buffer.from(`\ufeff${header}1000|œuvre\n`), encoding, size)).toContain('1000|œuvre\n')
      }
    }
  })
})

describe('UTF-16', () => {
  const text = `${header}1000|œ € ’ 😀 \u4e00\n`

  test.each([
    ['utf-16le', utf16le],
    ['utf-16be', utf16be],
  ] as const)('as %s is read with and without BOM, wherever it is cut', async (encoding, encode) => {
    for (const bom of ['\ufeff', '']) {
      const bytes = encode(bom + text)
      for (let size = 1; size <= bytes.length; size++) {
        expect(await decode(bytes, encoding, size), `size ${size}`).toBe(bom + text)
      }
    }
  })

  test.each([
    ['UTF-16LE', 'utf-16le', utf16le],
    ['UTF-16BE', 'utf-16be', utf16be],
  ] as const)('as %s is recognised and named where it was not said', async (name, encoding, encode) => {
    for (const content of [
      `\ufeff${header}`,
      header,
      '\n\nphoneNumber\n',
      '"phoneNumber"\n',
      'phoneNumber',
      '\ufeff',
    ]) {
      for (const said of ['utf-8', 'windows-1252', encoding === 'utf-16le' ? 'utf-16be' : 'utf-16le'] as const) {
        for (const size of [1, 3, 65_536]) {
          await expect(decode(encode(content), said, size), JSON.stringify(content)).rejects.toMatchObject({
            kind: 'invalid',
            code: 'InvalidCsv',
            message: expect.stringMatching(`^the file is ${name}, not `),
            hints: [expect.objectContaining({give: 'encoding', value: encoding})],
          })
        }
      }
    }
  })

  test('that is broken names the line, after the lines before it', async () => {
    for (const [broken, line] of [
      [utf16le(`${header}1|a\n2|\ud83d\n3|b\n`), 3],
      [utf16le(`${header}1|a\n2|\ude00x\n`), 3],
      [utf16le(`${header}1|a\n2|\ud83d`), 3],
      [utf16le(`${header}1|a\n2|b\n`).subarray(0, -1), 3],
      [utf16be(`${header}1|a\n\ude00`), 3],
    ] as const) {
      const encoding = broken[0] === 0 ? 'utf-16be' : 'utf-16le'
      for (let size = 1; size <= broken.length; size++) {
        const pieces: Uint8Array[] = []
        const reading = (async () => {
          for await (const piece of asUtf8(inPieces(broken, size), encoding)) pieces.push(piece)
        })()
        const message = `holds bytes that are not ${encoding.toUpperCase()}`
        await expect(reading, `size ${size}`).rejects.toMatchObject({message, line})
        expect(Buffer.concat(pieces).toString()).toContain(`${header}1|a\n`)
      }
    }
  })
})

describe('UTF-8', () => {
  test('goes through byte for byte, whatever it holds after its first bytes', async () => {
    const rest = fc.oneof(fc.uint8Array({maxLength: 60}), fc.array(fc.constantFrom(0, 0x41, 0x0a), {maxLength: 60}))
    await fc.assert(
      fc.asyncProperty(rest, fc.integer({min: 1, max: 40}), async (tail, size) => {
        const bytes = Buffer.concat([Buffer.from(header), Buffer.from(tail)])
        const pieces: Uint8Array[] = []
        for await (const piece of asUtf8(inPieces(bytes, size), 'utf-8')) pieces.push(piece)
        expect(Buffer.concat(pieces).equals(bytes)).toBe(true)
      }),
      {numRuns: 200},
    )
  })

  test('that is shorter than any header goes through too', async () => {
    for (const content of ['', 'a', '\n', '\0', 'a\0b', '\ufeff', 'é', '\0\0\0\0\0\0']) {
      expect(await decode(Buffer.from(content), 'utf-8', 1)).toBe(content)
    }
  })
})
