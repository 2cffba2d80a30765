import {afterAll, expect, test} from 'vitest'
import {Findings} from '../faults/findings.ts'
import {tellResult} from '../faults/reliability.ts'
import {isFull} from '../faults/scale.ts'
import {build} from '../support/binary.ts'
import {type Area, areas, type Case} from './catalogue.ts'
import {usePlayers} from './play.ts'

const claim =
  'each hostile input, on the command line and over REST, has its one outcome within 5 s, tells nothing that it must not, and changes nothing else'
const findings = new Findings()
const {xivo, play} = usePlayers()

/** One case in so many is played in `npm test`, and each that was once a bug. */
const ONE_IN = 16

const chosen = ({cases}: Area) => cases.filter(({bug}, i) => isFull || bug || i % ONE_IN === 0)

const named = areas.map((area) => [area.area, area] as const)

test.each(named)('each hostile input of %s has its one outcome, and changes nothing else', async (_, area) => {
  const wrong: string[] = []
  let right = 0
  for (const each of chosen(area)) {
    const found = await play(area, each)
    if (found.length === 0) right++
    wrong.push(...found)
  }
  tell(area.area, [right, chosen(area).length], wrong)
  expect(wrong).toEqual([])
})

/** No argument of a process holds a NUL, or half of a surrogate pair. */
const canBeTyped = ({command, input}: Partial<Case>) =>
  Boolean(command) && !/\\u(?:0000|d[89a-f])/.test(JSON.stringify([command, input]))

test('the program, as a process of its own, ends in the same way', async () => {
  await build()
  const wrong: string[] = []
  const played = areas.flatMap((area) => {
    const one = area.cases.find((each) => canBeTyped({...area, ...each}) && each.exit !== 0)
    return one === undefined ? [] : [{area, one}]
  })
  for (const {area, one} of played) wrong.push(...(await play(area, one, {apart: true})))
  tell('as a process', [played.length - wrong.length, played.length], wrong)
  expect(wrong).toEqual([])
})

function tell(what: string, [right, all]: [number, number], wrong: readonly string[]): void {
  console.log(`${what}: ${right}/${all}`)
  findings.runs += all
  findings.outcomes.set(what, right)
  findings.wrong.push(...wrong)
}

afterAll(async () => {
  if (isFull) await tellResult(claim, findings, xivo)
})
