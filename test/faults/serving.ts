import {setTimeout as sleep} from 'node:timers/promises'
import {processToken, type ServeProcess, startServe} from '../support/serve-process.ts'
import type {TestXivo} from '../support/xivo.ts'
import type {Findings} from './findings.ts'

const api = '/configmgt/api/1.0'
/** A person asks again for so long before he calls somebody. */
const RECOVERY_MS = 5000
const WORKERS = 6

/** A `serve` under load: everything that it answers is checked as it comes. */
export class Load {
  readonly serve: ServeProcess
  /** Lists that were answered with 201, and those of which nobody can tell. */
  made = 0
  unknown = 0
  private readonly findings: Findings
  private readonly over = new AbortController()
  private workers: Promise<unknown> = Promise.resolve()

  constructor(serve: ServeProcess, findings: Findings) {
    this.serve = serve
    this.findings = findings
  }

  static async start(xivo: TestXivo, installation: string, findings: Findings): Promise<Load> {
    await xivo.sql('delete from xivoctl.callback_list')
    const serve = await startServe(xivo, {installation, flags: ['--log-level', 'error', '--connections', '4']})
    const load = new Load(serve, findings)
    load.workers = Promise.all(Array.from({length: WORKERS}, (_, worker) => load.work(worker)))
    return load
  }

  private async work(worker: number): Promise<void> {
    for (let turn = 0; !this.over.signal.aborted; turn++) {
      await (turn % 3 === 0 ? this.write(`list ${worker} ${turn}`) : this.read())
      await sleep(5)
    }
  }

  /** True when the answer is right; an answer that is neither right nor "not now" is blamed. */
  async read(): Promise<boolean> {
    const [status, body, retry] = await this.ask('GET', '/queue/1/dissuasion')
    const right = status === 200 && body?.name === 'support' && body.dissuasion?.type === 'soundFile'
    if (!right) this.judge(status, body, retry)
    return right
  }

  private async write(name: string): Promise<void> {
    const [status, body, retry] = await this.ask('POST', '/callback_lists', {name, queueId: 1})
    if (status === 201 && body?.name === name) this.made++
    else if (status === 500 && body?.error === 'OutcomeUnknown') this.unknown++
    else this.judge(status, body, retry)
  }

  private judge(status: number, body: Answer | undefined, retry: string | null): void {
    if (status === 503 && body?.error === 'Unavailable' && Number(retry) > 0) this.findings.saw('answer 503')
    else this.findings.blame(`answered ${status} ${JSON.stringify(body)}`)
  }

  private async ask(
    method: string,
    path: string,
    data?: unknown,
  ): Promise<[status: number, body: Answer | undefined, retryAfter: string | null]> {
    try {
      const response = await fetch(`http://127.0.0.1:${this.serve.port}${api}${path}`, {
        method,
        headers: {'x-auth-token': processToken, 'content-type': 'application/json'},
        ...(data !== undefined && {body: JSON.stringify(data)}),
      })
      this.findings.saw('right answer')
      return [response.status, (await response.json()) as Answer, response.headers.get('retry-after')]
    } catch (error) {
      this.findings.blame(`no answer: ${error instanceof Error ? (error.cause ?? error) : error}`)
      return [0, undefined, null]
    }
  }

  /** Waits for answers that are right; blames it when they do not come in time. */
  async recovered(): Promise<void> {
    const start = Date.now()
    while (!(await this.read())) {
      if (Date.now() - start > RECOVERY_MS) return this.findings.blame(`no right answer after ${RECOVERY_MS} ms`)
      await sleep(50)
    }
    this.slowest = Math.max(this.slowest, Date.now() - start)
  }

  /** The longest recovery so far. */
  slowest = 0

  /** Ends it and looks back: one process all the time, which said nothing of bugs, and wrote what it said it wrote. */
  async end(xivo: TestXivo): Promise<void> {
    this.over.abort()
    await this.workers
    const {findings, serve} = this
    try {
      process.kill(serve.pid, 0)
    } catch {
      findings.blame(`the process ${serve.pid} is gone`)
    }
    serve.signal('SIGTERM')
    const {code, stderr} = await serve.ended
    if (code !== 0) findings.blame(`exit ${code}: ${stderr}`)
    const strange = stderr
      .split('\n')
      .filter((line) => !/^(context: |listening on |stopping: |stopped$|\{.*\}$|$)/.test(line))
    if (strange.length > 0) findings.blame(`said: ${strange.join('\n')}`)
    const bugs = serve.log().filter(({status, error}) => status === 500 && error !== 'OutcomeUnknown')
    if (bugs.length > 0) findings.blame(`logged: ${JSON.stringify(bugs[0])}`)
    const [{count} = {count: -1}] = await xivo.sql('select count(*)::int from xivoctl.callback_list')
    if (count < this.made || count > this.made + this.unknown) {
      findings.blame(`${count} lists, of ${this.made} made and ${this.unknown} unknown`)
    }
    findings.measured(`right again within ${Math.ceil(this.slowest / 100) / 10} s`)
  }
}

interface Answer {
  error?: string
  name?: string
  dissuasion?: {type: string}
}
