import {join} from 'node:path'
import type {TestXivo} from '../support/xivo.ts'
import {folder, writeLines} from './files.ts'
import {Findings, repeat} from './findings.ts'
import {isCommit, isCommitted} from './messages.ts'
import {retry, runImport} from './program.ts'
import {type Passing, startProxy, type Verdict} from './proxy.ts'
import {slowCommits} from './slow-commits.ts'
import type {Suite} from './suite.ts'
import {half, type Listing, lie, lists, reset, truth} from './truth.ts'

const ROWS = 200

/** What happens around a COMMIT, and the exit code that it must have. */
interface Loss {
  what: string
  /** Decides about the client's COMMIT, and about the server's answer to it. */
  commit: Verdict
  answer: Verdict
  /** May the program come back? */
  reachable: boolean
  /** The server takes this long over the COMMIT. */
  slow?: boolean
  code: 0 | 6 | 8
  /** Of a dozen losses, so many are like this. */
  times: number
}

const kinds: readonly Loss[] = [
  {what: 'reply lost, database reachable', commit: 'pass', answer: 'cut before', reachable: true, code: 0, times: 6},
  {what: 'reply lost, database gone', commit: 'pass', answer: 'cut before', reachable: false, code: 8, times: 2},
  {
    what: 'reply lost of a slow COMMIT',
    commit: 'cut after',
    answer: 'pass',
    reachable: true,
    slow: true,
    code: 0,
    times: 2,
  },
  {what: 'COMMIT lost, database reachable', commit: 'cut before', answer: 'pass', reachable: true, code: 6, times: 1},
  {what: 'COMMIT lost, database gone', commit: 'cut before', answer: 'pass', reachable: false, code: 8, times: 1},
]

/** Each of them first, then again those that come more often. */
const losses = [0, 1, 2, 3, 4, 5].flatMap((round) => kinds.filter(({times}) => times > round))

export const lostCommits: Suite = {
  name: 'after a lost COMMIT or a lost reply the ledger is right, and a retry with --once duplicates no request',
  runs: 120,
  least: 5,
  run: loseCommits,
}

/** Loses COMMITs and their replies, and runs the import again as cron does: the ledger tells, and nobody is there twice. */
async function loseCommits(installation: string, lanes: readonly TestXivo[], runs: number): Promise<Findings> {
  const findings = new Findings()
  const file = writeLines(join(folder(), 'lost.csv'), ROWS)
  return repeat(findings, runs, lanes, async (xivo, run) => {
    const loss = losses[run % losses.length]
    if (!loss) return
    const listing: Listing = (run + Math.floor(run / losses.length)) % 2 === 0 ? 'made' : 'found'
    await reset(xivo, lists[listing])
    await slowCommits(xivo, loss.slow ? 1 : 0)
    const proxy = await startProxy(xivo.url, losing(loss), (connection) => connection === 0 || loss.reachable)
    const ended = await runImport({installation, url: proxy.url}, xivo, {file, listing})
    const found = await truth(xivo)
    await proxy.close()
    await slowCommits(xivo, 0)
    const wrong = half(found, ROWS, listing) ?? lie(ended, found, ROWS)
    if (wrong || ended.code !== loss.code) findings.blame(`${loss.what}: ${wrong ?? ''} exit ${ended.code}`)
    const again = await runImport({installation}, xivo, {file, listing, flags: retry})
    const after = await truth(xivo)
    if (again.code !== 0 || after.rows !== ROWS) findings.blame(`${loss.what}: the retry made ${JSON.stringify(after)}`)
    findings.saw(`${loss.what}: exit ${ended.code}`)
  })
}

/** Judges the first connection: the program's import. */
function losing({commit, answer}: Loss): (message: Passing) => Verdict {
  let sent = false
  return (message) => {
    if (message.connection > 0) return 'pass'
    if (sent) return message.from === 'server' && isCommitted(message) ? answer : 'pass'
    if (message.from === 'server' || !isCommit(message)) return 'pass'
    sent = true
    return commit
  }
}
