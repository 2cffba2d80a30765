import {writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {beforeAll, expect, test} from 'vitest'
import {token, useServing} from '../support/serving.ts'
import {useXivo} from '../support/xivo.ts'
import {Findings, repeat} from './findings.ts'
import {tellResult} from './reliability.ts'
import {isFull, share} from './scale.ts'

const xivo = useXivo()
const server = useServing(xivo)

interface Read {
  status: number
  etag: string
  // biome-ignore lint/suspicious/noExplicitAny: each of what is contested looks at its own fields
  body: any
}

async function ask(method: string, path: string, body?: object, match?: string): Promise<Read> {
  const response = await fetch(`${server.url}/configmgt/api/1.0${path}`, {
    method,
    headers: {'X-Auth-Token': token, 'Content-Type': 'application/json', ...(match && {'If-Match': match})},
    ...(body && {body: JSON.stringify(body)}),
  })
  return {status: response.status, etag: response.headers.get('etag') ?? '', body: await response.json()}
}

/** Something that two writers change at once, each on the ground of what they read. */
interface Contested {
  reset: () => Promise<unknown>
  read: () => Promise<Read>
  /** Writes the successor of what was read. */
  write: (read: Read, writer: number) => Promise<Read>
  /** Does it hold what both have written? */
  holdsBoth: (read: Read) => boolean
}

const rights = '/rights/user/jbond'

const growingList: Contested = {
  reset: () => ask('POST', rights, {type: 'teacher', data: {queueIds: [1]}}),
  read: () => ask('GET', rights),
  write: ({etag, body}, writer) =>
    ask('POST', rights, {data: {queueIds: [...body.data.queueIds, [3, 5][writer]]}}, etag),
  holdsBoth: ({body}) => String(body.data.queueIds) === '1,3,5',
}

const counter = (n: number) => `sales_count_${n}`
const countOf = ({body}: Read) => Number(/\d+$/.exec(body.dissuasion.value.soundFile))
const toSound = (n: number, match?: string) =>
  ask('PUT', '/queue/3/dissuasion/sound_file', {soundFile: counter(n)}, match)

const countingSound: Contested = {
  reset: () => toSound(0),
  read: () => ask('GET', '/queue/3/dissuasion'),
  write: (read) => toSound(countOf(read) + 1, read.etag),
  holdsBoth: (read) => countOf(read) === 2,
}

beforeAll(async () => {
  for (const n of [0, 1, 2]) await writeFile(join(xivo.sounds, `${counter(n)}.wav`), '')
})

async function race({reset, read, write, holdsBoth}: Contested, findings: Findings): Promise<void> {
  await reset()
  const both = await Promise.all([read(), read()])
  const first = await Promise.all(both.map((seen, writer) => write(seen, writer)))
  for (const [writer, {status}] of first.entries()) {
    findings.saw(status === 200 ? 'written at once' : `refused (${status}) and read again`)
    if (status === 200) continue
    const again = await write(await read(), writer)
    if (again.status !== 200) findings.blame(`refused again: ${JSON.stringify(again.body)}`)
  }
  const end = await read()
  if (!holdsBoth(end)) findings.blame(`lost: ${JSON.stringify(end.body)}`)
}

test.each([
  ["of two writers with If-Match on a user's rights, neither update is lost", growingList],
  ["of two writers with If-Match on a queue's dissuasion, neither update is lost", countingSound],
])('%s', {timeout: 1_200_000}, async (name, contested) => {
  const findings = new Findings()
  await repeat(findings, share(1000, 20), ['one'], () => race(contested, findings))
  if (isFull) await tellResult(name, findings, xivo)
  console.log(`${name}: ${findings}`)
  expect(findings.wrong).toEqual([])
  // Who reads, then writes, meets the other one every time.
  expect(findings.outcomes.get('refused (412) and read again')).toBe(findings.runs)
})
