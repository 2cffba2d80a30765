import {writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {beforeEach, expect, test} from 'vitest'
import {createList} from '../../src/services/callbacks/lists.ts'
import {runLine} from '../support/run.ts'
import {useXivo} from '../support/xivo.ts'

const xivo = useXivo()
const line = (text: string) => runLine(text.split(' '), xivo.env)
const lists = (text: string) => line(`callbacks do-not-call ${text}`)

beforeEach(async () => {
  await xivo.sql('truncate xivoctl.callback_list, xivoctl.callback_request, xivoctl.do_not_call cascade')
  await xivo.made((context) => createList(context, 'Ventes', 'ventes'))
})

test('the do-not-call list is shown as every list is', async () => {
  await lists('add 0230210092 --queue ventes --reason letter --since 2026-01-02 --quiet')
  await lists('add 1000 --since 2026-01-03')
  expect((await lists('list --csv --columns number,queue,since,reason')).stdout).toBe(
    'number,queue,since,reason\n1000,all,2026-01-03,\n0230210092,ventes,2026-01-02,letter\n',
  )
  expect((await lists('list -q')).stdout).toBe('1000\n0230210092\n')
  expect((await lists('list --ndjson --phone +33230210092')).stdout).toMatch(/^\{"uuid":.*"queueName":"ventes".*\}\n$/)
  expect(JSON.parse((await lists('list --json --queue sales')).stdout)).toMatchObject([{phoneNumber: '1000'}])
})

test('what is added and removed is told without the number where nobody looks', async () => {
  const added = await lists('add 0230210092 --reason letter --quiet')
  expect(added).toMatchObject({code: 0, stdout: '', stderr: ''})
  expect((await lists('add +33230210092')).stderr).toContain('unchanged')
  const told = await lists('add 0689746321 --reason Doe')
  expect(told.stderr).toMatch(/do-not-call entry \S+: created/)
  expect(told.stderr).not.toMatch(/0689746321|Doe/)
  expect(await lists('remove 0230210092')).toMatchObject({code: 2})
  expect(await lists('remove 02.30.21.00.92 --yes')).toMatchObject({code: 0})
  expect(await lists('remove 0230210092 --yes')).toMatchObject({code: 4})
  const [asked] = await xivo.sql(
    `select asked from xivoctl.journal where kind = 'doNotCall' and before is null order by id desc limit 1`,
  )
  expect(asked?.asked).toMatch(/ \.\.\. --reason \.\.\.$/)
})

test('a file of numbers is imported, with its bad lines to mend', async () => {
  const file = join(xivo.sounds, 'refus.csv')
  await writeFile(file, 'Téléphone;Nom;Date\n02 30 21 00 92;Doe;2/1/26\nn/a;Roe;\n')
  expect(await lists(`import ${file}`)).toMatchObject({code: 3})
  const rejects = join(xivo.sounds, 'rejects.csv')
  expect(await lists(`import ${file} --partial --rejects ${rejects}`)).toMatchObject({
    code: 9,
    stdout: 'added 1 number\n',
  })
  expect(await lists(`import ${file} --partial --dry-run`)).toMatchObject({
    code: 9,
    stdout: 'would add 0 numbers; 1 number was already on the list\n',
  })
  await writeFile(file, 'Téléphone;Numéro\n02 30 21 00 92;1\n')
  expect(await lists(`import ${file}`)).toMatchObject({code: 3, stderr: expect.stringContaining("'Numéro'")})
})

test('an import of requests leaves out who is on it and says so; create refuses', async () => {
  await lists('add 0230210092')
  const file = join(xivo.sounds, 'list.csv')
  await writeFile(file, 'phoneNumber\n0230210092\n0230210093\n')
  const done = await line(`callbacks import Ventes ${file} --origin contract`)
  expect(done).toMatchObject({code: 0, stdout: expect.stringContaining('1 callback request into')})
  expect(done.stderr).toContain('1 line left out')
  expect(done.stderr).toContain('line 2')
  const quiet = await line(`callbacks import Ventes ${file} --quiet`)
  expect(quiet).toMatchObject({code: 0, stdout: '', stderr: expect.stringMatching(/^\S+: 1 line left out.*\n$/)})
  expect(await line(`callbacks import Ventes ${file} --on-do-not-call error`)).toMatchObject({code: 3})
  const imports = JSON.parse((await line('callbacks imports --json')).stdout)
  const run = imports.find(({origin}: {origin?: string}) => origin !== undefined)
  expect((await line(`callbacks imports get ${run.uuid}`)).stdout).toMatch(/^origin +contract$/m)
  expect((await line('callbacks person --phone 0230210093')).stdout).toContain('contract')
  expect(await line('callbacks create Ventes --phone 0230210092')).toMatchObject({code: 7})
})

test('what erase leaves of a customer is the number', async () => {
  await line('callbacks create Ventes --phone 0230210092 --last-name Doe')
  const plan = await line('callbacks erase --phone 0230210092 --do-not-call --dry-run')
  expect(plan).toMatchObject({
    code: 0,
    stderr: expect.stringMatching(/do-not-call entry for all queues: would be created/),
  })
  expect(await line('callbacks erase --phone 0230210092 --do-not-call --yes')).toMatchObject({code: 0})
  expect((await line('callbacks person --phone 0230210092')).stdout).toMatch(/^do not call \(1\)\n/)
  const gone = await line('callbacks erase --phone 0230210092 --yes')
  expect(gone).toMatchObject({code: 0, stderr: expect.stringContaining('entries of the do-not-call list: deleted')})
  expect(await xivo.sql('select * from xivoctl.do_not_call')).toEqual([])
})
