import {Readable} from 'node:stream'
import {beforeAll, describe, expect, test} from 'vitest'
import {begin} from '../../../src/context.ts'
import type * as imports from '../../../src/services/callbacks/import.ts'
import type * as requests from '../../../src/services/callbacks/requests.ts'
import type * as numbers from '../../../src/services/doctor/numbers.ts'
import {type Bug, withBug} from '../../support/planted.ts'
import {useXivo} from '../../support/xivo.ts'

const xivo = useXivo()

type Services = Pick<typeof imports, 'importCallbacks'> &
  Pick<typeof requests, 'createCallback'> &
  Pick<typeof numbers, 'storedNumbers'>

const files = ['services/callbacks/import.ts', 'services/callbacks/requests.ts', 'services/doctor/numbers.ts']
const day = '2026-12-01'

/** A request of each kind: in the list itself, closed, in another one of its queue, and in one of another queue. */
const stored = [
  ['Own', '0230210092', 'John', false],
  ['Own', '0230210093', 'Ann', true],
  ['Beside', '0230210094', 'Bob', false],
  ['Far', '0230210090', 'Cid', false],
] as const

const lines = [
  `+33230210092|John|Doe|${day}`,
  `0033 2 30 21 00 92|||${day}`,
  `0230210092|Jane||${day}`,
  `0230210092|John||2026-12-02`,
  `0230210093|Ann||${day}`,
  `0230210094|Bob||${day}`,
  `0230210090|Cid||${day}`,
  `0230210096|Dan||${day}`,
  `02 30 21 00 96|DAN||${day}`,
]
const csv = ['phoneNumber|firstName|lastName|dueDate', ...lines, ''].join('\n')

/** Nobody can be called under these; the last one has no identity. */
const damaged: [column: string, number: string, identity: string][] = [
  ['phone', '02302100920689746321', '0'],
  ['mobile_phone', '02302100920689746321', '0'],
  ['phone', '2302100920', '0'],
  ['mobile_phone', '2302100920', '0'],
  ['phone', '0230210080', 'null'],
]

beforeAll(async () => {
  const period = '(select uuid from xivoctl.preferred_callback_period limit 1)'
  const list = (name: string) => `(select uuid from xivoctl.callback_list where name = '${name}')`
  await xivo.sql(`insert into xivoctl.callback_list (uuid, name, queue_id)
    values (md5(random()::text)::uuid, 'Own', 1), (md5(random()::text)::uuid, 'Beside', 1), (md5(random()::text)::uuid, 'Far', 2), (md5(random()::text)::uuid, 'Damaged', 2)`)
  for (const [name, phone, first, isClosed] of stored)
    await xivo.sql(`insert into xivoctl.callback_request
      (uuid, list_uuid, preferred_period_uuid, due_date, phone_number, phone_identity, first_name, clotured)
      values (md5(random()::text)::uuid, ${list(name)}, ${period}, '${day}', '${phone}', 33${phone.slice(1)}, '${first}', ${isClosed})`)
  for (const [column, number, identity] of damaged)
    await xivo.sql(`insert into xivoctl.callback_request (uuid, list_uuid, preferred_period_uuid, due_date, ${column}_number, ${column}_identity)
      values (md5(random()::text)::uuid, ${list('Damaged')}, ${period}, '${day}', '${number}', ${identity})`)
})

/** How many lines are duplicates where; how many warnings a new request has; what doctor counts. */
const seenBy = ({importCallbacks, createCallback, storedNumbers}: Services) =>
  xivo.use(async (context) => {
    const rehearsal = () => begin(context, {dryRun: true})
    const duplicates: number[] = []
    for (const onDuplicateIn of ['list', 'queue', 'all'] as const) {
      const source = {bytes: Readable.from([Buffer.from(csv)])}
      const {result} = await importCallbacks(rehearsal(), 'Own', source, {onDuplicate: 'skip', onDuplicateIn})
      duplicates.push(result.skipped)
    }
    const warned: number[] = []
    for (const phoneNumber of ['+33230210090', '0230210093', '0230210098']) {
      const made = createCallback(rehearsal(), 'Own', {phoneNumber, dueDate: day}, {tellsOthers: true})
      warned.push((await made).warnings?.length ?? 0)
    }
    const findings = await storedNumbers.examine(context)
    return {duplicates, warned, damaged: findings.map(({what}) => what.split(' ')[0])}
  })

const expected = {duplicates: [3, 4, 5], warned: [1, 0, 0], damaged: ['1', '1', '1', '1', '1']}

const bugs: Bug[] = [
  {bug: 'the identity', file: 'services/callbacks/duplicates', from: 'phoneKey(each, this.#country)', to: 'each'},
  {bug: 'the due date', file: 'services/callbacks/duplicates', from: '.concat(dueDate)', to: ''},
  {
    bug: 'another name',
    file: 'services/callbacks/duplicates',
    from: 'names.some((each) => mayBeOne(each, folded))',
    to: 'true',
  },
  {
    bug: 'a name that is missing',
    file: 'formats/person-names',
    from: 'one === undefined || other === undefined || one === other',
    to: 'one === other',
  },
  {bug: 'names in any case', file: 'formats/person-names', from: '.toLowerCase()', to: ''},
  {
    bug: 'the earlier lines',
    file: 'services/callbacks/duplicates',
    from: 'if (names === undefined) this.#names.set(key, [folded])',
    to: 'if (names === undefined) return true',
  },
  {
    bug: 'ongoing ones alone',
    file: 'database/callbacks/imports',
    from: `.where('clotured', '=', false)\n  if`,
    to: '\n  if',
  },
  {bug: 'the list', file: 'database/callbacks/imports', from: `if (where === 'list')`, to: 'if (false as boolean)'},
  {bug: 'the queue', file: 'database/callbacks/imports', from: `if (where === 'queue')`, to: 'if (false as boolean)'},
  {
    bug: 'what was said of where',
    file: 'services/callbacks/import',
    from: 'knownRequests(trx, list, onDuplicateIn)',
    to: `knownRequests(trx, list, 'list')`,
  },
  {bug: 'the warning', file: 'services/callbacks/requests', from: 'doubts.tell(others)', to: ''},
  {
    bug: 'ongoing ones in the warning',
    file: 'database/callbacks/requests',
    from: `.where('request.clotured', '=', false)\n    .where(isRequestOf(customer, 'request'))`,
    to: `.where(isRequestOf(customer, 'request'))`,
  },
  {
    bug: 'the person in the warning',
    file: 'database/callbacks/requests',
    from: `.where(isRequestOf(customer, 'request'))\n    .orderBy('request.uuid')\n    .limit(FEW)`,
    to: `.orderBy('request.uuid')\n    .limit(FEW)`,
  },
  {
    bug: 'two numbers in one',
    file: 'database/doctor/numbers',
    from: `'________________%'`,
    to: `'_____________________%'`,
  },
  {bug: 'decimals', file: 'database/doctor/numbers', from: `'_________0'`, to: `'_________1'`},
  {bug: 'the 0 in front of a decimal', file: 'database/doctor/numbers', from: `>= '1')`, to: `>= '')`},
  {
    bug: 'numbers without identity',
    file: 'database/doctor/numbers',
    from: 'phone_identity is null and phone_number is not null\n',
    to: 'false\n',
  },
]

describe('what is known of a person', () => {
  test('is as it should be', async () => {
    expect(await seenBy(withBug<Services>(files))).toEqual(expected)
  })

  test.each(bugs)('is not without $bug', async (bug) => {
    expect(await seenBy(withBug<Services>(files, bug)).catch(String)).not.toEqual(expected)
  })
})
