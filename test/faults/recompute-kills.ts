import type {PhoneCountry} from '../../src/formats/phone-country.ts'
import {storedIdentity} from '../../src/formats/phone-identity.ts'
import {runBinary, startBinary} from '../support/binary.ts'
import type {TestXivo} from '../support/xivo.ts'
import {Findings, repeat} from './findings.ts'
import {chosenSeed, random} from './random.ts'
import {isFull} from './scale.ts'
import type {Suite} from './suite.ts'
import {LIST, reset, truth} from './truth.ts'

/** Several batches. */
const ROWS = isFull ? 20_000 : 6000
const countries = ['FR', 'BE'] as const

export const recomputeKills: Suite = {
  name: 'kill -9 at a random time of db recompute-identities leaves each number with its old or its new identity, and the next run continues',
  runs: 50,
  least: 2,
  run: killAtRandom,
}

async function killAtRandom(installation: string, lanes: readonly TestXivo[], runs: number): Promise<Findings> {
  const findings = new Findings()
  const chance = random(chosenSeed)
  const under = (xivo: TestXivo, country: string) => ({
    installation,
    env: {...xivo.env, XIVOCTL_PHONE_COUNTRY: country},
  })
  const argv = ['db', 'recompute-identities']
  const usual = new Map<TestXivo, number>()
  for (const xivo of lanes) {
    await fill(xivo)
    const start = performance.now()
    await runBinary(argv, under(xivo, 'FR'))
    usual.set(xivo, performance.now() - start)
  }
  const turns = new Map<TestXivo, number>()
  await repeat(findings, runs, lanes, async (xivo) => {
    const turn = (turns.get(xivo) ?? 0) + 1
    turns.set(xivo, turn)
    const country = countries[turn % 2] ?? 'FR'
    const {process: child, ended} = await startBinary(argv, under(xivo, country))
    const delay = (0.2 + chance.below(1000) / 1000) * (usual.get(xivo) ?? 0)
    const timer = setTimeout(() => child.kill('SIGKILL'), delay)
    const {signal} = await ended
    clearTimeout(timer)
    const {computed, wrong} = await look(xivo, country)
    if (wrong) findings.blame(`to ${country}, killed after ${delay.toFixed()} ms: ${wrong}`)
    findings.saw(
      signal === null
        ? 'ended before the kill'
        : computed === 0
          ? 'left nothing'
          : computed < ROWS
            ? 'left a part'
            : 'left all',
    )
    const again = await runBinary(argv, under(xivo, country))
    const after = await look(xivo, country)
    if (again.code !== 0 || after.computed !== ROWS || after.wrong)
      findings.blame(`the next run: ${again.code} ${again.stderr} ${JSON.stringify(after)}`)
  })
  for (const xivo of lanes) await runBinary(argv, under(xivo, 'FR'))
  return findings
}

async function fill(xivo: TestXivo): Promise<void> {
  await reset(xivo)
  await xivo.sql(
    `insert into xivoctl.callback_request (uuid, list_uuid, preferred_period_uuid, due_date, phone_number)
     select md5(random()::text)::uuid, list.uuid, period.uuid, current_date, '0230' || lpad(i::text, 6, '0')
     from generate_series(1, $1::int) i, xivoctl.callback_list list,
       (select uuid from xivoctl.preferred_callback_period limit 1) period where list.name = $2`,
    [String(ROWS), LIST],
  )
}

/** How many numbers have the identity of this country, and what is wrong: another one's than the two, or one that was passed over. */
async function look(xivo: TestXivo, country: PhoneCountry): Promise<{computed: number; wrong?: string}> {
  await truth(xivo)
  const rows = await xivo.sql(`select phone_number as number, phone_identity::text as identity,
    state.country = '${country}' and (computed_to is null or uuid <= computed_to) as is_done
    from xivoctl.callback_request, xivoctl.identity_state state`)
  const identity = (number: string, of: PhoneCountry) => String(storedIdentity(number, of))
  const isOf = (of: PhoneCountry) => (row: (typeof rows)[number]) => row.identity === identity(row.number, of)
  const strange = rows.find((row) => !countries.some((each) => isOf(each)(row)))
  const passedOver = rows.find((row) => row.is_done && !isOf(country)(row))
  const wrong = strange ?? passedOver
  return {computed: rows.filter(isOf(country)).length, ...(wrong && {wrong: JSON.stringify(wrong)})}
}
