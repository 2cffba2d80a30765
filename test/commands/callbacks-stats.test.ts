import {beforeEach, describe, expect, test} from 'vitest'
import CallbacksStats from '../../commands/callbacks/stats.ts'
import {createList} from '../../src/services/callbacks/lists.ts'
import {createCallback} from '../../src/services/callbacks/requests.ts'
import {run} from '../support/run.ts'
import {useXivo} from '../support/xivo.ts'

const xivo = useXivo()
const make = (input: Record<string, string>) => xivo.made((context) => createCallback(context, 'Ventes', input))
let list = ''

beforeEach(async () => {
  await xivo.sql('delete from xivoctl.callback_list')
  list = (await xivo.made((context) => createList(context, 'Ventes', 'ventes'))).uuid
})

describe('callbacks stats', () => {
  const stats = async (...argv: string[]) => (await run(CallbacksStats, argv, xivo.env)).stdout

  test('draws a bar for what is overdue, for each day and for each period', async () => {
    const [day] = await xivo.sql(`select to_char(current_date + 2, 'YYYY-MM-DD') as then`)
    for (const dueDate of ['2020-01-01', '2020-01-02', day?.then]) await make({phoneNumber: '1000', dueDate})
    const lines = (await stats()).split('\n')
    expect(lines[0]).toBe('Ventes (ventes): 3 ongoing, 2 overdue')
    expect(lines[1]).toMatch(/^ {2}overdue +█+ 2$/)
    expect(lines[2]).toMatch(/^ {2}today +0$/)
    expect(lines[4]).toMatch(new RegExp(`^  \\w{3} ${day?.then} +█+ 1$`))
    expect(lines.at(-2)).toMatch(/^ {2}Toute la journée +█+ 3$/)
    const length = (line = '') => line.replace(/[^█]/g, '').length
    expect(length(lines[1]) / length(lines.at(-2))).toBeCloseTo(2 / 3, 1)
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80)
  })

  test('gives every day as CSV, and all of it as JSON', async () => {
    const [day] = await xivo.sql(`select to_char(current_date + 2, 'YYYY-MM-DD') as then`)
    for (const dueDate of ['2020-01-01', day?.then]) await make({phoneNumber: '1000', dueDate})
    await make({phoneNumber: '1000', dueDate: '2020-01-01'})
    expect(await stats('--csv', '--queue', 'ventes')).toBe(
      `list,queue,due,ongoing,overdue,uuid\nVentes,ventes,2020-01-01,2,2,${list}\nVentes,ventes,${day?.then},1,0,${list}\n`,
    )
    expect(JSON.parse(await stats('Ventes', '--json'))).toMatchObject({overdue: 2, lists: [{name: 'Ventes'}]})
  })

  test('says so when there is nothing', async () => {
    expect(await stats()).toBe('Ventes (ventes): nothing ongoing\n')
    await xivo.sql('delete from xivoctl.callback_list')
    expect(await run(CallbacksStats, [], xivo.env)).toMatchObject({stdout: '', stderr: 'no callback list found\n'})
  })
})
