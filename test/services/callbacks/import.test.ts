import fc from 'fast-check'
import {beforeAll, beforeEach, describe, expect, test} from 'vitest'
import {begin} from '../../../src/context.ts'
import type {FileSettings} from '../../../src/formats/call-list-form.ts'
import {phoneRefusals} from '../../../src/formats/phone-refusals.ts'
import {
  type ImportOptions,
  type ImportReport,
  importCallbacks,
  type RejectsWriter,
} from '../../../src/services/callbacks/import.ts'
import {changeList, createList, deleteList} from '../../../src/services/callbacks/lists.ts'
import {createPeriod, deletePeriod, setDefaultPeriod} from '../../../src/services/callbacks/periods.ts'
import {closeCallbacks} from '../../../src/services/callbacks/requests.ts'
import {findCallbacks} from '../../support/found.ts'
import {listCallbackLists} from '../../support/lists.ts'
import {resultOf, useXivo} from '../../support/xivo.ts'

const pageSample = `phoneNumber|mobilePhoneNumber|firstName|lastName|company|description|dueDate|period
      0230210092|0689746321|John|Doe|MyCompany|Call back quickly||
      0587963214|0789654123|Alice|O'Neill|YourSociety||2016-08-01|Afternoon`

const header = 'phoneNumber|lastName|dueDate|period\n'

async function* inPieces(text: string | Uint8Array, size = 65_536) {
  const bytes = Buffer.from(text)
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size)
}

/** A file that is read as it was said. */
const asSaid = (said: FileSettings) => ({said: {noGuess: true, ...said}})

/** What a rejects file would have been told; `end` is what became of it. */
function rejectsNoted() {
  const lines: string[] = []
  const noted = {lines, end: ''}
  const writer: RejectsWriter = {
    header: (record) => lines.push(record.join('|')),
    line: (record, problems) => lines.push([problems.map(({reason}) => reason), ...record].join('|')),
    ready: async () => {},
    keep: async () => {
      noted.end = 'kept'
    },
    discard: async () => {
      noted.end = 'discarded'
    },
  }
  return {noted, writer}
}

describe('callbacks import', () => {
  const xivo = useXivo()
  type Options = ImportOptions & {dryRun?: boolean}
  const load = (
    list: string,
    content: string | Uint8Array,
    {dryRun = false, ...options}: Options = {},
  ): Promise<ImportReport> =>
    xivo.made((context) => importCallbacks(context, list, {bytes: inPieces(content)}, options), {dryRun})
  const rows = () => xivo.sql('select * from xivoctl.callback_request order by due_date, phone_number')
  const count = async (table = 'callback_request') =>
    (await xivo.sql(`select count(*)::int as n from xivoctl.${table}`))[0]?.n

  beforeAll(async () => {
    await xivo.use(async (context) => {
      await createPeriod(context, {name: 'Matin', start: '09:00', end: '12:00'})
      await createPeriod(context, {name: 'Afternoon', start: '13:00', end: '17:00'})
    })
  })

  beforeEach(async () => {
    await xivo.sql('delete from xivoctl.callback_list; delete from xivoctl.callback_import')
    await xivo.made((context) => createList(context, 'Relances', 'ventes'))
  })

  test(`takes the API page's sample exactly as printed`, async () => {
    const report = await load('Relances', pageSample)
    expect(report).toMatchObject({imported: 2, blankLines: 0, created: false, list: {name: 'Relances'}})
    const [today] = await xivo.sql(`select to_char(current_date, 'YYYY-MM-DD') as day`)
    const {list} = await xivo.use((context) => findCallbacks(context, []))
    expect(list).toHaveLength(2)
    expect(list[0]).toMatchObject({
      phoneNumber: '0587963214',
      lastName: "O'Neill",
      dueDate: '2016-08-01',
      preferredPeriod: {name: 'Afternoon'},
      queueId: 5,
      clotured: false,
    })
    expect(list[0]).not.toHaveProperty('description')
    expect(list[1]).toMatchObject({
      phoneNumber: '0230210092',
      description: 'Call back quickly',
      dueDate: today?.day,
      preferredPeriod: {name: 'Toute la journée', default: true},
    })
  })

  test('of 2,000 lines whose last one is bad writes not a row', async () => {
    const good = Array.from({length: 1999}, (_, i) => `02${String(i).padStart(8, '0')}|Nom ${i}|2026-01-01|Matin\n`)
    const failing = load('Relances', `${header}${good.join('')}0200|Doe|2026-02-30|\n`)
    await expect(failing).rejects.toMatchObject({
      kind: 'invalid',
      code: 'InvalidCsv',
      message: '1 line is bad, 1999 good: nothing was imported',
      problems: [{line: 2001, column: 'dueDate', value: '2026-02-30'}],
    })
    expect(await count()).toBe(0)
    expect(await load('Relances', header + good.join(''))).toMatchObject({imported: 1999})
    expect(await count()).toBe(1999)
  })

  test('names every bad line, also when thousands are', async () => {
    const lines = Array.from({length: 4000}, (_, i) => (i % 2 ? `1000|x||\n` : `abc|x||Soir\n`))
    const error = await load('Relances', header + lines.join('')).catch((thrown) => thrown)
    expect(error.message).toBe('2000 lines are bad, 2000 good: nothing was imported')
    expect(error.problems).toHaveLength(4000)
    expect(error.problems.at(-1)).toMatchObject({line: 4000, column: 'period', value: 'Soir'})
    expect(await count()).toBe(0)
  })

  test('whose file breaks half way, or whose source fails, leaves nothing', async () => {
    for (const broken of [`${header}1000|Doe||\n1001|"Doe||\n`, `${header}1000|Doe||\n1001|"Doe"x||\n`]) {
      await expect(load('Relances', broken)).rejects.toMatchObject({code: 'InvalidCsv', problems: [{line: 3}]})
    }
    async function* failing() {
      yield Buffer.from(`${header}1000|Doe||\n`)
      throw new Error('the disk is gone')
    }
    await expect(xivo.made((context) => importCallbacks(context, 'Relances', {bytes: failing()}))).rejects.toThrow(
      'the disk is gone',
    )
    expect(await count()).toBe(0)
  })

  test('gives an empty period the default one, whichever that is', async () => {
    await xivo.made((context) => setDefaultPeriod(context, 'Matin'))
    const decomposed = 'Toute la journée'.normalize('NFD')
    await load('Relances', `${header}1000|Doe||\n1001|Doe||""\n1002|Doe||Toute la journée\n1003|Doe||${decomposed}\n`)
    const {list} = await xivo.use((context) => findCallbacks(context, [{field: 'phoneNumber', order: 'asc'}]))
    expect(list.map(({preferredPeriod}) => preferredPeriod.name)).toEqual([
      ...['Matin', 'Matin', 'Toute la journée', 'Toute la journée'],
    ])
    await xivo.made((context) => setDefaultPeriod(context, 'Toute la journée'))
  })

  test('shows invisible characters of a day and of a period', async () => {
    const text = 'phoneNumber|dueDate|period\n1000|2031-12-24\u200b|\n1000||Morning\u200b\n'
    const error = await load('Relances', text).catch((thrown) => thrown)
    expect(error.problems).toMatchObject([
      {line: 2, column: 'dueDate', value: '2031-12-24\\u200b'},
      {line: 3, column: 'period', value: 'Morning\\u200b'},
    ])
  })

  test('refuses an unknown period with the nearest one, and without one near all of them', async () => {
    const error = await load('Relances', `${header}1|a||matin\n2|b||Aftrnoon\n3|c||xyz123456\n`).catch(
      (thrown) => thrown,
    )
    expect(error.problems).toEqual([
      {line: 2, column: 'period', value: 'matin', reason: `is not a period; did you mean 'Matin'?`},
      {line: 3, column: 'period', value: 'Aftrnoon', reason: `is not a period; did you mean 'Afternoon'?`},
      {
        line: 4,
        column: 'period',
        value: 'xyz123456',
        reason: expect.stringContaining('; periods: Matin, Toute la journée, Afternoon'),
      },
    ])
  })

  test('keeps values as they are: quotes, backslashes, tabs, line ends, astral characters', async () => {
    const values = [
      ' Doe ',
      '"x"',
      '\\.',
      '\\N',
      'a\rb',
      'a\tb',
      'a\r\nb\nc',
      '\u00a0x',
      'a|b',
      '😀',
      "O'Neill",
      '$1 %s',
    ]
    const lines = values.map((value, i) => `${1000 + i}|"${value.replaceAll('"', '""')}"||\n`)
    await load('Relances', header + lines.join(''))
    expect((await rows()).map(({last_name}) => last_name)).toEqual(values)
  })

  test('drops what stands between digits', async () => {
    await load('Relances', 'phoneNumber|mobilePhoneNumber\n02 30.21-00 92|+33 6 89\n')
    expect((await rows())[0]).toMatchObject({phone_number: '0230210092', mobile_phone_number: '+33689'})
  })

  test('reports blank lines, and is done with a header only', async () => {
    expect(await load('Relances', `${header}\n1000|Doe||\n  \n`)).toMatchObject({imported: 1, blankLines: 2})
    expect(await load('Relances', header)).toMatchObject({imported: 0, blankLines: 0})
    await expect(load('Relances', '')).rejects.toMatchObject({kind: 'invalid', message: 'the file is empty'})
  })

  test('into a list that is not there names the nearest one', async () => {
    await expect(load('Relanc', pageSample)).rejects.toMatchObject({
      kind: 'not-found',
      code: 'CallbackListNotFound',
      hints: [`did you mean 'Relances'?`, 'callback lists: Relances'],
    })
  })

  test('into a name that two lists have is a conflict that names both', async () => {
    const other = await xivo.made((context) => createList(context, 'Relances', 'sales'))
    await expect(load('Relances', pageSample)).rejects.toMatchObject({
      kind: 'conflict',
      message: expect.stringContaining(other.uuid),
    })
    await expect(load('Relances', pageSample, {createFor: 'sales'})).rejects.toMatchObject({kind: 'conflict'})
    expect(await load(other.uuid, pageSample)).toMatchObject({imported: 2, list: {uuid: other.uuid}})
    expect(await load(other.uuid.toUpperCase(), pageSample)).toMatchObject({list: {uuid: other.uuid}})
  })

  test.each(['', '||', '"', '\n', ' ', '\u00a0', 'é|'])('with the delimiter %j is refused', async (delimiter) => {
    await expect(load('Relances', pageSample, asSaid({delimiter}))).rejects.toMatchObject({kind: 'usage'})
  })

  test('takes another delimiter', async () => {
    await load('Relances', 'phoneNumber;company\n1000;a|b\n', asSaid({delimiter: ';'}))
    await load('Relances', 'phoneNumber\tcompany\n1001\ta b\n', asSaid({delimiter: '\t'}))
    expect((await rows()).map(({company}) => company)).toEqual(['a|b', 'a b'])
  })

  test('that does not get a list which is being deleted waits, and finds it gone', async () => {
    await xivo.client(async (client) => {
      await client.query('begin')
      await client.query(`delete from xivoctl.callback_list where name = 'Relances'`)
      const importing = load('Relances', pageSample)
      const outcome = expect(importing).rejects.toMatchObject({code: 'CallbackListNotFound'})
      await new Promise((resolve) => setTimeout(resolve, 200))
      await client.query('commit')
      await outcome
    })
    expect(await count()).toBe(0)
  })

  test('keeps its list from being deleted or changed until it is done: that is Busy', async () => {
    const busy = {code: 'Busy', hints: ['try again when it is done']}
    async function* slow() {
      yield Buffer.from(`${header}1000|Doe||\n`)
      await expect(xivo.use((context) => deleteList(context, 'Relances'))).rejects.toMatchObject(busy)
      await expect(xivo.use((context) => changeList(context, 'Relances', {name: 'R'}))).rejects.toMatchObject(busy)
      yield Buffer.from('1001|Doe||\n')
    }
    expect(await xivo.made((context) => importCallbacks(context, 'Relances', {bytes: slow()}))).toMatchObject({
      imported: 2,
    })
    const {changes} = await xivo.use((context) => deleteList(context, 'Relances'))
    expect(changes).toMatchObject([{before: {ongoing: 2}}])
    expect(await count()).toBe(0)
  })

  test('whose period is deleted meanwhile is a conflict, and leaves nothing', async () => {
    await xivo.made((context) => createPeriod(context, {name: 'Soir', start: '18:00', end: '20:00'}))
    async function* slow() {
      yield Buffer.from(`${header}1000|Doe||Soir\n`)
      await xivo.made((context) => deletePeriod(context, 'Soir'))
      yield Buffer.from('1001|Doe||\n')
    }
    await expect(xivo.made((context) => importCallbacks(context, 'Relances', {bytes: slow()}))).rejects.toMatchObject({
      kind: 'conflict',
    })
    expect(await count()).toBe(0)
  })

  describe('with --create', () => {
    test('makes the list in the same transaction', async () => {
      const report = await load('Noël', pageSample, {createFor: 'sales'})
      expect(report).toMatchObject({created: true, imported: 2, list: {name: 'Noël'}})
      const lists = await xivo.use((context) => listCallbackLists(context))
      expect(lists.find(({name}) => name === 'Noël')).toMatchObject({uuid: report.list.uuid, queueId: 3})
      expect(await load('Noël', pageSample, {createFor: 'support'})).toMatchObject({
        created: false,
        list: {uuid: report.list.uuid},
      })
    })

    test('leaves no list behind a bad file or an unknown queue', async () => {
      await expect(load('Noël', `${header}abc|||\n`, {createFor: 'sales'})).rejects.toMatchObject({code: 'InvalidCsv'})
      await expect(load('Noël', pageSample, {createFor: 'slaes'})).rejects.toMatchObject({
        code: 'QueueNotFound',
        hints: expect.arrayContaining([`did you mean 'sales'?`]),
      })
      expect(await count('callback_list')).toBe(1)
    })

    test('makes none that is called like a uuid', async () => {
      for (const list of ['id:Noël', '9d28d8fe-0548-4d45-aa08-9623ef69a04b']) {
        await expect(load(list, pageSample, {createFor: 'sales'})).rejects.toMatchObject({code: 'CallbackListNotFound'})
      }
      expect(await count('callback_list')).toBe(1)
    })

    test('finds next time what it made, blanks around the name or not', async () => {
      const {list} = await load('name: Noël ', pageSample, {createFor: 'sales'})
      expect(await load(' Noël ', pageSample, {createFor: 'sales'})).toMatchObject({created: false, list})
    })

    test('twice at once makes one list with both files in it', async () => {
      const reports = await Promise.all([1, 2, 3].map(() => load('Noël', pageSample, {createFor: 'sales', wait: 20})))
      expect(reports.filter(({created}) => created)).toHaveLength(1)
      expect(await count('callback_list')).toBe(2)
      expect(await count()).toBe(6)
    })

    test('is in the way of nobody who makes another list, and tells who is making this one', async () => {
      let close = () => {}
      const open = new Promise<void>((resolve) => {
        close = resolve
      })
      async function* slow() {
        yield Buffer.from(pageSample)
        await open
      }
      await xivo.use(async (context) => {
        const first = resultOf(importCallbacks(context, 'Noël', {bytes: slow()}, {createFor: 'sales'}))
        try {
          await expect
            .poll(() =>
              xivo.sql(`select from pg_stat_activity where query ilike 'copy %' and datname = current_database()`),
            )
            .toHaveLength(1)
          await expect(load('Noël', pageSample, {createFor: 'sales'})).rejects.toMatchObject({
            code: 'Busy',
            message: expect.stringMatching(/^\S+@.* has been importing into this list since .*Z: nothing was written$/),
          })
          expect(await load('Pâques', pageSample, {createFor: 'sales'})).toMatchObject({created: true, imported: 2})
          await createList(context, 'Toussaint', 'sales')
        } finally {
          close()
        }
        expect(await first).toMatchObject({created: true, imported: 2})
      })
    })
  })

  describe('as a dry run', () => {
    test('says what the real run says, and writes nothing', async () => {
      for (const createFor of [undefined, 'sales']) {
        const list = createFor ? 'Noël' : 'Relances'
        const options = createFor === undefined ? {} : {createFor}
        const dry = await load(list, `\n${pageSample}`, {...options, dryRun: true})
        expect(await count()).toBe(0)
        expect(await count('callback_list')).toBe(1)
        const real = await load(list, `\n${pageSample}`, options)
        const {run} = real
        const {firstRows, ...said} = dry
        expect(firstRows).toHaveLength(2)
        expect({...said, run, list: dry.list.name}).toEqual({...real, list: real.list.name})
        await xivo.sql('delete from xivoctl.callback_request')
      }
    })

    test('fails as the real run fails', async () => {
      for (const [list, content] of [
        ['Relances', `${header}abc|x|2026-02-30|Soir\n\n1|||||\n`],
        ['Relances', 'phoneNumbr\n'],
        ['Relances', ''],
        ['Relances', `${header}1|"x\n`],
        ['Relanc', pageSample],
      ] as const) {
        const failure = (options: Options) =>
          load(list, content, options).then(
            () => expect.unreachable('it went well'),
            ({kind, code, message, problems, hints}) => ({kind, code, message, problems, hints}),
          )
        expect(await failure({dryRun: true})).toEqual(await failure({}))
      }
    })
  })

  describe('with --partial', () => {
    test('imports the good lines, and names the bad ones', async () => {
      const report = await load('Relances', `${header}1000|Doe||\nabc|Roe||\n1001|Poe|2026-02-30|Soir\n1002|Moe||\n`, {
        partial: true,
      })
      expect(report).toMatchObject({imported: 2, rejected: 2, skipped: 0})
      expect(report.errors?.map(({line, column}) => [line, column])).toEqual([
        [3, 'phoneNumber'],
        [4, 'dueDate'],
        [4, 'period'],
      ])
      expect((await rows()).map(({last_name}) => last_name)).toEqual(['Doe', 'Moe'])
    })

    test('imports nothing of a file that breaks half way: what follows is not known', async () => {
      const {noted, writer} = rejectsNoted()
      const broken = `${header}1000|Doe||\nabc|x||\n1001|"Roe||\n`
      await expect(load('Relances', broken, {partial: true, rejects: writer})).rejects.toMatchObject({
        code: 'InvalidCsv',
        hints: ['the file is damaged: correct it before importing it, even in part'],
      })
      expect(await count()).toBe(0)
      expect(noted.end).toBe('discarded')
    })
  })

  describe('the lines to mend', () => {
    const content = `error|${header}old|1000|Doe||\n|abc|Roe||\n|1001|Poe||\n`

    test('are all of them when nothing was imported, and the bad ones when the others were', async () => {
      const all = rejectsNoted()
      await expect(load('Relances', content, {rejects: all.writer})).rejects.toMatchObject({code: 'InvalidCsv'})
      expect(all.noted).toMatchObject({
        end: 'kept',
        lines: [expect.any(String), '|old|1000|Doe||', `${phoneRefusals['no-digit']}||abc|Roe||`, '||1001|Poe||'],
      })
      const bad = rejectsNoted()
      await load('Relances', content, {rejects: bad.writer, partial: true})
      expect(bad.noted.end).toBe('kept')
      expect(bad.noted.lines).toHaveLength(2)
      expect(bad.noted.lines[1]).toContain('|abc|Roe||')
    })

    test('are none when all is well, when it was done before, when it was no fault of theirs', async () => {
      const good = `${header}1000|Doe||\n`
      const outcome = async (text: string, options: ImportOptions, list = 'Relances') => {
        const {noted, writer} = rejectsNoted()
        await load(list, text, {...options, rejects: writer}).catch(() => {})
        return noted.end
      }
      expect(await outcome(good, {})).toBe('discarded')
      expect(await outcome(good, {}, 'Relanc')).toBe('discarded')
      expect(await outcome(good, asSaid({delimiter: '||'}))).toBe('discarded')
      expect(await outcome(good, {once: true, partial: true})).toBe('discarded')
      expect(await outcome('phoneNumbr\n', {})).toBe('discarded')
      await load('Relances', `${good}abc|||\n`, {partial: true})
      expect(await outcome(`${good}abc|||\n`, {once: true, partial: true})).toBe('discarded')
      await xivo.sql(`create function xivoctl.refuse() returns trigger language plpgsql as
        $$ begin raise exception 'refused'; end $$;
        create constraint trigger refuse after insert on xivoctl.callback_import
        deferrable initially deferred for each row execute function xivoctl.refuse()`)
      expect(await outcome(`${good}abc|||\n`, {partial: true})).toBe('discarded')
      await xivo.sql('drop function xivoctl.refuse cascade')
    })
  })

  describe('of a request that is there already', () => {
    const numbers = 'phoneNumber|mobilePhoneNumber|lastName|dueDate\n'
    const first = `${numbers}1000|2000|Doe|2026-01-01\n1001||Roe|2026-01-01\n`

    test('inserts it again by default', async () => {
      await load('Relances', first)
      expect(await load('Relances', first, {onDuplicate: 'insert'})).toMatchObject({imported: 2, skipped: 0})
      expect(await count()).toBe(4)
    })

    test.each([
      ['the same set of numbers', '2000|10 00|DOË|2026-01-01', 1],
      ['the same number twice', '1001|1001|Roe|2026-01-01', 1],
      ['no name', '1001|||2026-01-01', 1],
      ['another name', '1001||Autre|2026-01-01', 0],
      ['one number more', '1001|1002|Roe|2026-01-01', 0],
      ['one number less', '1000||Doe|2026-01-01', 0],
      ['another day', '1001||Roe|2026-01-02', 0],
    ])('skips what has %s: %s', async (_, line, skipped) => {
      await load('Relances', first)
      const report = await load('Relances', `${numbers}${line}\n`, {onDuplicate: 'skip'})
      expect(report).toMatchObject({imported: 1 - skipped, skipped, rejected: 0})
    })

    test('goes by the person: under every spelling of the number, as an older program stored it too', async () => {
      await load('Relances', `${numbers}+33 2 30 21 00 92||Doe|2026-01-01\n`)
      await xivo.sql(`update xivoctl.callback_request set phone_number = '02 30 21 00 92'`)
      for (const spelling of ['0230210092', '0033230210092', '#31#0230210092'])
        expect(await load('Relances', `${numbers}${spelling}||Doe|2026-01-01\n`, {onDuplicate: 'skip'})).toMatchObject({
          skipped: 1,
        })
      expect(await load('Relances', `${numbers}0230210093||Doe|2026-01-01\n`, {onDuplicate: 'skip'})).toMatchObject({
        skipped: 0,
      })
    })

    test('looks in the list, in the lists of its queue, or in all', async () => {
      await load('Relances', first)
      await xivo.made((context) => createList(context, 'Same queue', 'ventes'))
      await xivo.made((context) => createList(context, 'Other queue', 'support'))
      const skippedIn = async (list: string, onDuplicateIn: 'list' | 'queue' | 'all') =>
        (await load(list, first, {onDuplicate: 'skip', onDuplicateIn, dryRun: true})).skipped
      for (const [list, found] of [
        ['Relances', [2, 2, 2]],
        ['Same queue', [0, 2, 2]],
        ['Other queue', [0, 0, 2]],
      ] as const)
        expect([await skippedIn(list, 'list'), await skippedIn(list, 'queue'), await skippedIn(list, 'all')]).toEqual(
          found,
        )
      for (const list of ['Same queue', 'Other queue']) await xivo.made((context) => deleteList(context, list))
    })

    test('compares within the file too', async () => {
      const twice = `${numbers}1000||a|2026-01-01\n|1000|b|2026-01-01\n1000||a|2026-01-01\n1000||d|\n1000||d|\n`
      expect(await load('Relances', twice, {onDuplicate: 'skip'})).toMatchObject({imported: 3, skipped: 2})
      expect((await rows()).map(({last_name}) => last_name).sort()).toEqual(['a', 'b', 'd'])
    })

    test('with error names the lines and imports nothing', async () => {
      await load('Relances', first)
      const reason = 'is already in the list, or on an earlier line of the file'
      const again = `${numbers}5||x|2026-01-01\n1001||Roe|2026-01-01\n5||x|2026-01-01\n`
      await expect(load('Relances', again, {onDuplicate: 'error'})).rejects.toMatchObject({
        code: 'InvalidCsv',
        problems: [
          {line: 3, reason},
          {line: 4, reason},
        ],
      })
      expect(await count()).toBe(2)
      expect(await load('Relances', again, {onDuplicate: 'error', partial: true})).toMatchObject({
        imported: 1,
        rejected: 2,
      })
    })

    test('counts neither closed requests nor those of other lists', async () => {
      await xivo.made((context) => createList(context, 'Noël', 'sales'))
      await load('Noël', first)
      await load('Relances', first)
      const {list} = await xivo.use((context) =>
        findCallbacks(context, [{field: 'phoneNumber', test: {operator: '=', value: '1000'}}]),
      )
      const uuids = list.map(({uuid}) => uuid)
      await xivo.made((context) => closeCallbacks(context, uuids))
      for (const onDuplicate of ['skip', 'error'] as const) {
        expect(
          await load('Relances', `${numbers}1000|2000|Doe|2026-01-01\n`, {onDuplicate, dryRun: true}),
        ).toMatchObject({
          imported: 1,
          skipped: 0,
        })
      }
      expect(await load('Relances', first, {onDuplicate: 'skip'})).toMatchObject({imported: 1, skipped: 1})
    })

    test('does not take a bad line for the first of two', async () => {
      const content = `${numbers}1000||x|2026-02-30\n1000||x|\nabc||x|2026-01-01\n`
      const options = {onDuplicate: 'skip', partial: true} as const
      expect(await load('Relances', content, options)).toMatchObject({imported: 1, skipped: 0, rejected: 2})
    })
  })

  describe('in another encoding', () => {
    const text = 'phoneNumber;lastName;dueDate\n1000;Œuvré €5 l’été;24/12/2026\n'
    const windows1252 = Buffer.from(text.replace('Œ', '\x8c').replace('€', '\x80').replace('’', '\x92'), 'latin1')

    test.each([
      ['windows-1252', windows1252],
      ['utf-16le', Buffer.from(`\ufeff${text}`, 'utf16le')],
      ['utf-16be', Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
      ['utf-8', Buffer.from(`\ufeff${text}`)],
    ] as const)('of %s keeps every character', async (encoding, bytes) => {
      await load('Relances', bytes, asSaid({encoding, delimiter: ';', dates: 'DD/MM/YYYY'}))
      expect((await rows())[0]).toMatchObject({last_name: 'Œuvré €5 l’été'})
      expect(await xivo.sql('select due_date::text as day from xivoctl.callback_request')).toEqual([
        {day: '2026-12-24'},
      ])
    })

    test('that was not said names the line and what would read it', async () => {
      const error = await load('Relances', windows1252, asSaid({delimiter: ';'})).catch((thrown) => thrown)
      expect(error).toMatchObject({code: 'InvalidCsv', problems: [{line: 2}]})
      expect(error.hints).toContainEqual(expect.objectContaining({give: 'encoding', value: 'windows-1252'}))
      await expect(load('Relances', Buffer.from(text, 'utf16le'))).rejects.toMatchObject({
        message: 'the file is UTF-16LE, not UTF-8: nothing was imported',
      })
      expect(await count()).toBe(0)
    })

    test('with a NUL in it is UTF-8 all the same, and the line is named', async () => {
      await expect(load('Relances', `${header}1000|Doe||\n1001|D\0e||\n`)).rejects.toMatchObject({
        problems: [{line: 3, column: 'lastName', reason: expect.stringContaining('NUL')}],
      })
    })
  })

  test('whose source says that it changed meanwhile imports nothing, broken or not', async () => {
    const changed = new Error('it changed')
    for (const content of [pageSample, `${header}1|"x\n`, `${header}abc|||\n`]) {
      const source = {
        bytes: inPieces(content),
        verify: async () => {
          throw changed
        },
      }
      await expect(xivo.made((context) => importCallbacks(context, 'Relances', source))).rejects.toBe(changed)
    }
    expect(await count()).toBe(0)
  })

  test('is the same in its dry run, whatever the file and the flags', async () => {
    const pick = (...values: string[]) => fc.constantFrom(...values)
    const good = fc
      .tuple(
        pick('1000', '10 01', '+33', ''),
        pick('2000', ''),
        pick('Doe', '"a\nb"', "O'Neill", ' x '),
        pick('', '2026-01-01'),
        pick('', 'Matin'),
      )
      .map((fields) => fields.join('|'))
    const bad = fc
      .tuple(
        pick('abc', '1000', ''),
        pick('', '1'),
        pick('\0', 'x'),
        pick('2026-02-30', 'tomorrow', ''),
        pick('Soir', ''),
      )
      .map((fields) => fields.join('|'))
    const line = fc.oneof(
      {weight: 6, arbitrary: good},
      {weight: 2, arbitrary: bad},
      {weight: 1, arbitrary: pick('', '1|2', '"x', '"x"y', '1|2|"|||', 'caf\u00e9')},
    )
    const files = fc.record({
      head: fc.oneof(
        {weight: 9, arbitrary: fc.constant('phoneNumber|mobilePhoneNumber|lastName|dueDate|period')},
        {weight: 1, arbitrary: pick('phoneNumbr', 'phoneNumber|phoneNumber', '', 'phoneNumber;period', '"')},
      ),
      lines: fc.array(line, {maxLength: 8}),
      end: pick('\n', '\r\n'),
      latin1: fc.constantFrom(false, false, false, true),
      size: fc.integer({min: 1, max: 80}),
    })
    const flags = fc.record({
      partial: fc.boolean(),
      once: fc.boolean(),
      onDuplicate: fc.constantFrom('insert' as const, 'skip' as const, 'error' as const),
      encoding: fc.constantFrom('utf-8' as const, 'utf-8' as const, 'windows-1252' as const),
      createFor: fc.constantFrom(undefined, 'sales', 'slaes'),
      list: fc.constantFrom('Relances', 'Relances', 'Noël', 'Relanc'),
    })
    type Drawn<A> = A extends fc.Arbitrary<infer T> ? T : never
    const file = {lines: ['1000||Doe||'], end: '\n', latin1: false, size: 80}
    const example = (
      list: Drawn<typeof flags>['list'],
      createFor?: 'sales' | 'slaes',
      head = 'phoneNumber|mobilePhoneNumber|lastName|dueDate|period',
    ): [Drawn<typeof files>, Drawn<typeof flags>] => [
      {...file, head},
      {partial: false, once: true, onDuplicate: 'insert', encoding: 'utf-8', createFor, list},
    ]
    const oneOfEachEnd = [
      example('Relanc'),
      example('Relanc', 'slaes'),
      example('Relances', undefined, '"'),
      example('Relances'),
      example('Relances'),
    ]
    const ends = new Set<string>()
    const tables = ['callback_request', 'callback_import', 'callback_list']
    const counts = tables.map((table) => `(select count(*)::int from xivoctl.${table}) as ${table}`).join(', ')
    await xivo.client(async (client) =>
      xivo.use(async (context) => {
        const state = async (): Promise<number[]> => Object.values((await client.query(`select ${counts}`)).rows[0])
        await fc.assert(
          fc.asyncProperty(
            files,
            flags,
            async ({head, lines, end, latin1, size}, {list, createFor, encoding, ...flags}) => {
              const bytes = Buffer.from([head, ...lines].join(end), latin1 ? 'latin1' : 'utf8')
              const outcome = async (dryRun: boolean) => {
                const {noted, writer} = rejectsNoted()
                const options = {...flags, ...asSaid({encoding}), ...(createFor && {createFor}), rejects: writer}
                const source = {bytes: inPieces(bytes, size)}
                const said = await resultOf(importCallbacks(begin(context, {dryRun}), list, source, options)).then(
                  ({run: _, firstRows: __, created, list: {name, uuid}, ...report}) => ({
                    created,
                    name,
                    uuid: created || uuid,
                    ...report,
                  }),
                  ({kind, code, message, problems, hints}) => ({kind, code, message, problems, hints}),
                )
                return {said, noted}
              }
              const before = await state()
              const dry = await outcome(true)
              expect(await state()).toEqual(before)
              const real = await outcome(false)
              expect(real).toEqual(dry)
              const [rows = 0, runs = 0, lists = 0] = before
              const {said} = real
              const done = 'imported' in said && !said.repeated
              ends.add('imported' in said ? (done ? 'done' : 'repeated') : said.code)
              expect(await state()).toEqual(
                done ? [rows + said.imported, runs + 1, lists + Number(said.created)] : before,
              )
            },
          ),
          {numRuns: 50, examples: oneOfEachEnd},
        )
      }),
    )
    expect([...ends].sort()).toEqual(['CallbackListNotFound', 'InvalidCsv', 'QueueNotFound', 'done', 'repeated'])
  }, 120_000)

  test('beside closed requests leaves those as they are', async () => {
    await load('Relances', `${header}1000|Doe||\n`)
    const {list} = await xivo.use((context) => findCallbacks(context, []))
    await xivo.made((context) =>
      closeCallbacks(
        context,
        list.map(({uuid}) => uuid),
      ),
    )
    await load('Relances', `${header}1000|Doe||\n`)
    expect((await rows()).map(({clotured}) => clotured).sort()).toEqual([false, true])
  })
})

describe('before db init', () => {
  const xivo = useXivo({initialised: false})

  test('an import says to run it', async () => {
    await expect(
      xivo.made((context) => importCallbacks(context, 'Relances', {bytes: inPieces(pageSample)})),
    ).rejects.toMatchObject({kind: 'unavailable', hints: [{run: 'db init'}]})
  })
})
