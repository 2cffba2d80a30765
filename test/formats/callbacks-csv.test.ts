import {describe, expect, test} from 'vitest'
import type {Problem} from '../../src/errors.ts'
import {ordinaryRules} from '../../src/formats/callback-fields.ts'
import type {CsvLine} from '../../src/formats/callbacks-csv.ts'
import {openCsv} from '../../src/formats/csv-form.ts'
import {phoneRefusals} from '../../src/formats/phone-refusals.ts'
import {readRecognisedCsv} from '../../src/formats/recognised-csv.ts'
import {callbackFields} from '../../src/formats/request-fields.ts'

const header = callbackFields.join('|')

async function read(content: string | Uint8Array, {delimiter = '|', size = 65_536} = {}) {
  const bytes = Buffer.from(content)
  const lines: CsvLine[] = []
  let blank = 0
  let pauses = 0
  async function* source() {
    for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size)
  }
  await readRecognisedCsv(await openCsv(source(), {noGuess: true, delimiter}), ordinaryRules('FR'), {
    header: () => {},
    line: (line) => lines.push(line),
    broken: (problem) =>
      lines.push({line: problem.line ?? 0, record: [], callback: {}, problems: [problem], remarks: []}),
    blank: () => blank++,
    pause: async () => {
      pauses++
    },
  })
  return {lines, blank, pauses, problems: lines.flatMap(({problems}) => problems)}
}

const headerProblems = async (content: string): Promise<{problems: Problem[]; hints: string[]; message: string}> =>
  read(content).then(
    () => expect.unreachable('the header was taken'),
    (error) => {
      expect(error).toMatchObject({kind: 'invalid', code: 'InvalidCsv'})
      return error
    },
  )

describe('a CSV of callbacks', () => {
  test('as the API page prints it, indented, is two requests', async () => {
    const sample = `phoneNumber|mobilePhoneNumber|firstName|lastName|company|description|dueDate|period
      0230210092|0689746321|John|Doe|MyCompany|Call back quickly||
      0587963214|0789654123|Alice|O'Neill|YourSociety||2016-08-01|Afternoon`
    const {lines, blank} = await read(sample)
    expect(blank).toBe(0)
    expect(lines).toEqual([
      {
        line: 2,
        record: ['0230210092', '0689746321', 'John', 'Doe', 'MyCompany', 'Call back quickly', '', ''],
        problems: [],
        remarks: [],
        callback: {
          phoneNumber: '0230210092',
          mobilePhoneNumber: '0689746321',
          firstName: 'John',
          lastName: 'Doe',
          company: 'MyCompany',
          description: 'Call back quickly',
        },
      },
      {
        line: 3,
        record: ['0587963214', '0789654123', 'Alice', "O'Neill", 'YourSociety', '', '2016-08-01', 'Afternoon'],
        problems: [],
        remarks: [],
        callback: {
          phoneNumber: '0587963214',
          mobilePhoneNumber: '0789654123',
          firstName: 'Alice',
          lastName: "O'Neill",
          company: 'YourSociety',
          dueDate: '2016-08-01',
          period: 'Afternoon',
        },
      },
    ])
  })

  test('finds its columns by name, in any order, and misses none of the optional ones', async () => {
    const {lines} = await read('lastName|phoneNumber\nDoe|1000\n')
    expect(lines[0]?.callback).toEqual({phoneNumber: '1000', lastName: 'Doe'})
    expect((await read('mobilePhoneNumber\n1000\n')).lines[0]?.callback).toEqual({mobilePhoneNumber: '1000'})
  })

  test('of a header only holds no requests', async () => {
    for (const end of ['', '\n', '\r\n', '\n\n\n']) expect((await read(`${header}${end}`)).lines).toEqual([])
  })

  test.each(['', '\ufeff', '\n', ' \r\n\n'])('that is %j is empty', async (content) => {
    const {message, hints} = await headerProblems(content)
    expect(message).toBe('the file is empty')
    expect(hints).toEqual([`the first line must be: ${header}`])
  })

  test('counts its blank lines and passes them over', async () => {
    const {lines, blank} = await read(`\n${header}\n\n1|||||||\n  \n\r\n2|||||||\n\n\n`)
    expect(blank).toBe(6)
    expect(lines.map(({line}) => line)).toEqual([4, 7])
  })

  test.each([
    ['phoneNumber|PhoneNumber', 'PhoneNumber', `is not a column; did you mean 'phoneNumber'?`],
    ['phoneNumber|lastNme', 'lastNme', `is not a column; did you mean 'lastName'?`],
    ['phoneNumber|phoneNumber', 'phoneNumber', 'appears twice'],
    ['phoneNumber|uuid', 'uuid', 'is not a column'],
    ['phoneNumber|', '', 'is not a column'],
    ['phoneNumber|__proto__', '__proto__', 'is not a column'],
    ['error|error|phoneNumber', 'error', 'appears twice'],
    ['phoneNumber|Error', 'Error', 'is not a column'],
  ])('with the header %s is refused', async (content, value, reason) => {
    const {problems} = await headerProblems(`\n${content}\n1000|x\n`)
    expect(problems).toEqual([{line: 2, value, reason}])
  })

  test('with several wrong columns names all of them', async () => {
    const {problems, hints} = await headerProblems('telephone|name|phoneNumber|nom\n')
    expect(problems.map(({value}) => value)).toEqual(['telephone', 'name', 'nom'])
    expect(hints).toEqual([`the first line must be: ${header}`])
  })

  test('without any number column is refused', async () => {
    expect((await headerProblems('firstName|lastName\n')).problems[0]?.reason).toContain('neither phoneNumber nor')
  })

  test('that has another delimiter says which', async () => {
    for (const [delimiter, shown] of [
      [';', ';'],
      [',', ','],
      ['\t', '\\t'],
    ] as const) {
      const {hints} = await headerProblems(callbackFields.join(delimiter))
      expect(hints[0]).toMatchObject({give: 'delimiter', when: expect.stringContaining(`'${shown}'`)})
      expect((await read(`${callbackFields.join(delimiter)}\n`, {delimiter})).lines).toEqual([])
    }
  })

  test('passes over the first column of a rejects file', async () => {
    const {lines} = await read('error|phoneNumber|dueDate\n"dueDate: is no date"|1000|2026-01-01\n|1001|\n')
    expect(lines.map(({callback}) => callback)).toEqual([
      {phoneNumber: '1000', dueDate: '2026-01-01'},
      {phoneNumber: '1001'},
    ])
  })

  test('names line, column, value and reason of everything that is wrong', async () => {
    const {problems} = await read(
      `${header}\n1000|abc|||||2026-02-30|Matin\n||John|||||\n1000|||\n1000||||||||\n""||||||| \n+||||a\0b|||\n`,
    )
    const number = phoneRefusals['no-digit']
    const none = {column: 'phoneNumber', reason: 'a request needs a phoneNumber or a mobilePhoneNumber'}
    expect(problems).toEqual([
      {line: 2, column: 'mobilePhoneNumber', value: 'abc', reason: number},
      {line: 2, column: 'dueDate', value: '2026-02-30', reason: 'is not a date that exists; dates are YYYY-MM-DD'},
      {line: 3, ...none},
      {line: 4, reason: 'has 4 fields, the header has 8'},
      {line: 5, reason: 'has 9 fields, the header has 8'},
      {line: 6, ...none},
      {line: 7, column: 'phoneNumber', value: '+', reason: number},
      {
        line: 7,
        column: 'company',
        value: 'a\0b',
        reason: 'holds a NUL character, which the database cannot store',
      },
    ])
  })

  test('counts the lines of the file, also behind quoted line ends', async () => {
    const {lines} = await read(`${header}\n1|||||"a\nb\r\nc"||\n2|||||"\n"||"\n"\nx|||||||\n`)
    expect(lines.map(({line}) => line)).toEqual([2, 5, 8])
    expect(lines[2]?.problems[0]).toMatchObject({line: 8, value: 'x'})
  })

  test.each([
    ['1|||||||\n2|||||"x|\n3|||||||\n', 3, 'opens a quote that is never closed'],
    ['1|||||"a\nb"||\n2|||||"x"y||\n3|||||||\n', 4, 'has text after a closing quote'],
    [Buffer.from('1|||||||\n2||||caf\xe9|||\n', 'latin1'), 3, 'holds bytes that are not UTF-8'],
  ])('that breaks half way says where, after what came before', async (content, line, reason) => {
    const bytes = Buffer.concat([Buffer.from(`${header}\n`), Buffer.from(content)])
    for (const size of [1, 7, 65_536]) {
      const {lines, problems} = await read(bytes, {size})
      expect(lines).toHaveLength(2)
      expect(problems).toEqual([{line, reason: expect.stringContaining(`${reason}; nothing after it was read`)}])
    }
  })

  test('that breaks in its header says so', async () => {
    expect((await headerProblems('"phoneNumber|lastName\n1000|Doe\n')).message).toBe(
      'line 1 opens a quote that is never closed',
    )
    await expect(read(Buffer.from('phoneNumber|société\n', 'latin1'))).rejects.toMatchObject({
      code: 'InvalidCsv',
      message: 'line 1 holds bytes that are not UTF-8',
      hints: [expect.objectContaining({give: 'encoding', value: 'windows-1252'})],
    })
  })

  test('lets a full writer hold the reader up after each batch', async () => {
    const {pauses, lines} = await read(`${header}\n${'1|||||||\n'.repeat(20_000)}`, {size: 10_000})
    expect(lines).toHaveLength(20_000)
    expect(pauses).toBeGreaterThan(5)
  })

  test('whose first line has thousands of columns is refused at once', async () => {
    await expect(read(`${'a|'.repeat(500_000)}a\n`)).rejects.toMatchObject({
      code: 'InvalidCsv',
      message: 'line 1 has 500001 columns: the first line must be the header',
    })
  })
})
