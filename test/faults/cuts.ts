import {join} from 'node:path'
import type {TestXivo} from '../support/xivo.ts'
import {folder, writeLines} from './files.ts'
import {Findings, repeat} from './findings.ts'
import {runImport} from './program.ts'
import {type Passing, startProxy, type Verdict} from './proxy.ts'
import type {Suite} from './suite.ts'
import {half, type Listing, lie, lists, reset, truth} from './truth.ts'

/** More than goes into one COPY. */
const ROWS = 12_000

interface Cut {
  listing: Listing
  from: Passing['from']
  number: number
  verdict: Exclude<Verdict, 'pass'>
}

export const cuts: Suite = {
  name: 'a connection cut before or after any message of an import leaves no half import, and the exit code tells the outcome',
  runs: 1000,
  least: 8,
  run: cutEverywhere,
}

/** Cuts the line before and after every message of an import, in both directions; at most so many of all these cuts. */
async function cutEverywhere(installation: string, lanes: readonly TestXivo[], runs: number): Promise<Findings> {
  const findings = new Findings()
  const file = writeLines(join(folder(), 'cut.csv'), ROWS)
  const all: Cut[] = []
  for (const listing of ['found', 'made'] as const) {
    if (lanes[0]) all.push(...(await everyCut(installation, lanes[0], file, listing)))
  }
  const step = Math.ceil(all.length / runs)
  const chosen = all.filter((_, i) => i % step === 0)
  return repeat(findings, chosen.length, lanes, async (xivo, run) => {
    const cut = chosen[run]
    if (!cut) return
    const {listing, from, number, verdict} = cut
    await reset(xivo, lists[listing])
    let done = false
    const proxy = await startProxy(xivo.url, (message) => {
      if (done || message.connection > 0 || message.from !== from || message.number !== number) return 'pass'
      done = true
      return verdict
    })
    const ended = await runImport({installation, url: proxy.url}, xivo, {file, listing})
    const found = await truth(xivo)
    await proxy.close()
    const wrong = half(found, ROWS, listing) ?? lie(ended, found, ROWS)
    if (wrong) findings.blame(`${verdict} message ${number} of the ${from}: ${wrong}`)
    if (ended.code === 8) findings.blame(`${verdict} message ${number} of the ${from}: the ledger was not asked`)
    findings.saw(done ? `cut: exit ${ended.code}` : 'without such a message')
  })
}

/** Listens to an import that nobody disturbs. */
async function everyCut(installation: string, xivo: TestXivo, file: string, listing: Listing): Promise<Cut[]> {
  const heard: Passing[] = []
  await reset(xivo, lists[listing])
  const proxy = await startProxy(xivo.url, (message) => {
    heard.push(message)
    return 'pass'
  })
  const {code, stderr} = await runImport({installation, url: proxy.url}, xivo, {file, listing})
  await proxy.close()
  if (code !== 0) throw new Error(`the import through the proxy: ${code} ${stderr}`)
  return heard.flatMap(({from, number}) =>
    (['cut before', 'cut after'] as const).map((verdict) => ({listing, from, number, verdict})),
  )
}
