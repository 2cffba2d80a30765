import {setTimeout as sleep} from 'node:timers/promises'
import {begin} from '../../src/context.ts'
import {createList} from '../../src/services/callbacks/lists.ts'
import type {Findings} from '../faults/findings.ts'
import type {Random} from '../faults/random.ts'
import {withBase} from '../support/bases.ts'
import {processToken} from '../support/serve-process.ts'
import type {TestXivo} from '../support/xivo.ts'

const PAUSE_MS = 20
/** Changes go to so many of the latest requests. */
const RECENT = 50
/** A person asks again for so long before they call somebody. */
const RECOVERY_MS = 10_000
/** An answer later than that counts as none. */
const LONGEST_MS = 60_000

interface Answer {
  status: number
  body: Record<string, unknown>
  headers: Headers
}

/** What is known of a request for a callback that was made here. */
interface Made {
  /** Acknowledged changes, its creation among them. */
  acknowledged: number
  /** Changes without an answer. */
  unknown: number
}

interface Surroundings {
  port: number
  findings: Findings
  chance: Random
}

/** Fifty requests a second, whatever becomes of them; each answer is checked when it comes. */
export class Traffic {
  isDisturbed = false
  private readonly made = new Map<string, Made>()
  private readonly recent: string[] = []
  private readonly latencies: {calm: number[]; disturbed: number[]} = {calm: [], disturbed: []}
  private readonly open = new Set<Promise<void>>()
  private readonly over = new AbortController()
  private pump: Promise<void> = Promise.resolve()
  private sent = 0
  private slowest = 0
  private readonly xivo: TestXivo
  private readonly surroundings: Surroundings
  private readonly list: string

  private constructor(xivo: TestXivo, surroundings: Surroundings, list: string) {
    this.xivo = xivo
    this.surroundings = surroundings
    this.list = list
  }

  static async start(xivo: TestXivo, surroundings: Surroundings): Promise<Traffic> {
    const {result} = await xivo.use((context) => createList(begin(context), 'Soak', 'support'))
    const traffic = new Traffic(xivo, surroundings, result.uuid)
    traffic.pump = traffic.run()
    return traffic
  }

  private async run(): Promise<void> {
    const start = Date.now()
    for (let turn = 0; !this.over.signal.aborted; turn++) {
      const due = start + turn * PAUSE_MS
      if (due > Date.now()) await sleep(due - Date.now())
      const work = this.work().finally(() => this.open.delete(work))
      this.open.add(work)
    }
  }

  private work(): Promise<void> {
    const {chance} = this.surroundings
    const works: [() => Promise<void>, ...(() => Promise<void>)[]] = [
      () => this.reads('GET', '/users', ({body}) => Array.isArray(body) && body.length > 0),
      () => this.reads('GET', '/queue/1/dissuasion', ({body}) => body.name === 'support'),
      () => this.reads('GET', '/agent_config', ({body}) => Array.isArray(body) && body.length > 0),
      () =>
        this.reads('POST', '/callback_requests/find', ({body}) => Array.isArray(body.list), {filters: [], limit: 5}),
      () => this.create(),
      () => this.update(),
    ]
    return chance.pick(works)()
  }

  private async reads(
    method: string,
    path: string,
    isRight: (answer: Answer) => boolean,
    data?: object,
  ): Promise<void> {
    const answer = await this.ask(method, path, data)
    if (answer?.status === 200) this.expectRight(isRight(answer), path, answer)
    else this.judge(path, answer)
  }

  private async create(): Promise<void> {
    const path = `/callback_lists/${this.list}/callback_requests`
    const answer = await this.ask('POST', path, {phoneNumber: '0230210092'})
    if (answer?.status !== 201) return this.judge(path, answer)
    const uuid = String(answer.body.uuid)
    this.recent[this.made.size % RECENT] = uuid
    this.made.set(uuid, {acknowledged: 1, unknown: 0})
  }

  private async update(): Promise<void> {
    const uuid = this.recent[this.surroundings.chance.below(RECENT)]
    const known = uuid === undefined ? undefined : this.made.get(uuid)
    if (known === undefined) return
    const answer = await this.ask('PATCH', `/callback_requests/${uuid}`, {description: `change ${this.sent}`})
    if (answer?.status === 200) known.acknowledged++
    else {
      if (answer === undefined || answer.body.error === 'OutcomeUnknown') known.unknown++
      this.judge('/callback_requests/:uuid', answer)
    }
  }

  private expectRight(right: boolean, path: string, {body}: Answer): void {
    if (!right) this.surroundings.findings.blame(`${path} answered ${JSON.stringify(body).slice(0, 200)}`)
  }

  /** What is not done must say so in the words of a database that is away, or of a server that has too much to do. */
  private judge(path: string, answer: Answer | undefined): void {
    const {findings} = this.surroundings
    const error = String(answer?.body.error ?? 'no answer')
    const isHonest = ['Unavailable', 'Busy', 'OutcomeUnknown'].includes(error)
    if (isHonest) findings.saw(`${answer?.status} ${error}${this.isDisturbed ? '' : ' between faults'}`)
    else findings.blame(`${path}: ${answer?.status} ${JSON.stringify(answer?.body)}`)
  }

  private async ask(method: string, path: string, data?: object): Promise<Answer | undefined> {
    const {port, findings} = this.surroundings
    const start = performance.now()
    this.sent++
    try {
      const response = await fetch(`http://127.0.0.1:${port}${withBase(method, path)}`, {
        method,
        headers: {'x-auth-token': processToken, 'content-type': 'application/json'},
        signal: AbortSignal.timeout(LONGEST_MS),
        ...(data && {body: JSON.stringify(data)}),
      })
      const body = (await response.json()) as Answer['body']
      findings.saw(response.ok ? 'right answer' : 'refusal')
      return {status: response.status, body, headers: response.headers}
    } catch {
      return undefined
    } finally {
      this.latencies[this.isDisturbed ? 'disturbed' : 'calm'].push(performance.now() - start)
    }
  }

  /** Waits until what was asked during a fault is answered, and answers are right again. */
  async recovered(): Promise<void> {
    const start = Date.now()
    const earlier = [...this.open]
    for (;;) {
      const answer = await this.ask('GET', '/queue/1/dissuasion')
      if (answer?.status === 200) break
      if (Date.now() - start > RECOVERY_MS)
        return this.surroundings.findings.blame(`no right answer after ${RECOVERY_MS} ms`)
      await sleep(50)
    }
    await Promise.all(earlier)
    this.slowest = Math.max(this.slowest, Date.now() - start)
  }

  async end(): Promise<void> {
    this.over.abort()
    await this.pump
    await Promise.all(this.open)
    const {findings} = this.surroundings
    findings.runs = this.sent
    for (const [when, values] of Object.entries(this.latencies)) {
      const sorted = values.toSorted((a, b) => a - b)
      const at = (share: number) => Math.round(sorted[Math.floor(sorted.length * share)] ?? 0)
      findings.measured(`${when} p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`)
    }
    findings.measured(`right again within ${Math.ceil(this.slowest / 100) / 10} s`)
  }

  /** Each acknowledged change once; of those without an answer, each once at most. */
  async blameJournal(): Promise<void> {
    const {findings} = this.surroundings
    const rows = await this.xivo.sql(
      `select object_id as uuid, count(*)::int as entries from xivoctl.journal where kind = 'callbackRequest' group by 1`,
    )
    const entries = new Map(rows.map((row) => [row.uuid as string, row.entries as number]))
    for (const [uuid, {acknowledged, unknown}] of this.made) {
      const there = entries.get(uuid) ?? 0
      if (there < acknowledged || there > acknowledged + unknown)
        findings.blame(`${there} entries of ${acknowledged} acknowledged changes and ${unknown} unknown ones`)
    }
    findings.measured(`${this.made.size.toLocaleString('en')} requests made here, with all their entries`)
  }
}
