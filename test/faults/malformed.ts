import {connect} from 'node:net'
import {processToken, startServe} from '../support/serve-process.ts'
import type {TestXivo} from '../support/xivo.ts'
import {Findings, repeat} from './findings.ts'
import {chosenSeed, type Random, random} from './random.ts'
import type {Suite} from './suite.ts'

const api = '/configmgt/api/1.0'
const uuid = '00000000-0000-4000-8000-000000000000'

const paths = [
  '/users',
  '/rights/user/jbond',
  '/callback_lists',
  `/callback_lists/${uuid}`,
  `/callback_lists/${uuid}/callback_requests`,
  `/callback_lists/${uuid}/callback_requests/csv`,
  '/callback_requests/find',
  '/agent_config',
  '/agent_config/1',
  '/queue/1/dissuasion',
  '/queue/1/dissuasions',
  '/queue/1/dissuasion/sound_file',
  '/queue/1/dissuasion/queue',
] as const
const methods = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS', 'PROPFIND', 'QUERY', 'TRACE'] as const
const oddMethods = [...methods, 'get', 'G\0T', 'CONNECT', 'PRI', 'X'.repeat(300), ''] as const
const types = [
  'application/json',
  'application/json; charset=latin1',
  'text/plain',
  'text/csv',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'x',
  ';',
  '\xff',
] as const
const segments = [
  '%',
  '%zz',
  '%ff',
  '%00',
  '%2e%2e',
  '..',
  '%c0%af',
  '%F0%9F%98%80',
  '\xe9',
  '-1',
  '0',
  '99999999999999999999',
  '1e3',
  '2147483648',
  "'%20or%201=1--",
  'x'.repeat(1100),
  '%41'.repeat(300),
  '\ud83d',
  '*',
  ':id',
  '__proto__',
] as const
const values = [
  'null',
  'true',
  '-1',
  '1e400',
  '2147483648',
  '99999999999999999999',
  '""',
  '"\\u0000"',
  '"\\ud800"',
  '"\xff"',
  '[]',
  '{}',
  '[[]]',
  '{"__proto__":{"x":1}}',
  '"2026-02-30"',
  '"infinity"',
  '["a",{}]',
  '1',
  '0.1',
  `"${'x'.repeat(5000)}"`,
] as const
const keys = [
  'name',
  'queueId',
  'type',
  'data',
  'queueIds',
  'filters',
  'field',
  'operator',
  'value',
  'order',
  'offset',
  'limit',
  'phoneNumber',
  'dueDate',
  'period',
  'soundFile',
  'queueName',
  '__proto__',
  'constructor',
  '',
] as const
const fields = ['dueDate', 'uuid', 'queueId', 'clotured', 'phoneNumber', 'listUuid', 'period', 'x'] as const
const operators = ['=', '!=', 'like', 'ilike', 'is null', '<', 'x'] as const

type Maker = (chance: Random) => Buffer

const bytes = (chance: Random, length: number) => Buffer.from(Array.from({length}, () => chance.below(256)))

function json(chance: Random, depth = 0): string {
  if (depth > 3 || chance.oneIn(2)) return chance.pick(values)
  const members = Array.from({length: chance.below(4)}, () => `"${chance.pick(keys)}":${json(chance, depth + 1)}`)
  return chance.oneIn(3) ? `[${members.map(() => json(chance, depth + 1)).join(',')}]` : `{${members.join(',')}}`
}

/** A filter that is nearly right. */
const filter = (chance: Random) =>
  `{"field":"${chance.pick(fields)}","operator":"${chance.pick(operators)}","value":${chance.pick(values)}}`

function body(chance: Random): Buffer {
  const texts: [() => string, ...(() => string)[]] = [
    () => json(chance),
    () => `{"filters":[${filter(chance)}],"limit":${chance.pick(['1', '-1', '1e9', '"1"'])}}`,
    () => `{"name":${chance.pick(values)},"queueId":${chance.pick(values)}}`,
    () => `{"type":"teacher","data":{"queueIds":[${chance.pick(values)}]}}`,
    () => `{"name":"a","name":"b","queueId":1}`,
    () => '['.repeat(1 + chance.below(20_000)),
    () => `phoneNumber|dueDate\n${chance.pick(values)}|${chance.pick(values)}\n`,
    () => '{',
    () => '\0',
    () => '',
  ]
  const text = chance.pick(texts)()
  return chance.oneIn(4) ? bytes(chance, chance.below(300)) : Buffer.from(text, chance.oneIn(8) ? 'latin1' : 'utf8')
}

function path(chance: Random): string {
  const whole = `${api}${chance.pick(paths)}`
  const parts = whole.split('/')
  if (!chance.oneIn(3)) parts[chance.below(parts.length)] = chance.pick(segments)
  const query = chance.oneIn(3)
    ? `?${chance.pick(['a=%', 'withRequest=x', 'dryRun[]=1', '%ff=%00', '&&==', 'dryRun=true&dryRun=true', '__proto__=1'])}`
    : ''
  return `${parts.join(chance.oneIn(8) ? '//' : '/')}${query}`
}

function head(chance: Random, method: string, length: number): string[] {
  return [
    `${method} ${path(chance)} HTTP/1.1`,
    'Host: a',
    `X-Auth-Token: ${chance.oneIn(20) ? chance.pick(segments) : processToken}`,
    `Content-Type: ${chance.pick(types)}`,
    `Content-Length: ${length}`,
    'Connection: close',
  ]
}

const request = (lines: readonly string[], rest: Buffer) =>
  Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), rest])

const asJson = 'application/json'
const asCsv = 'text/plain'
type Operation = readonly [method: string, path: string, type: string]
const operations: readonly [Operation, ...Operation[]] = [
  ['GET', '/users', asJson],
  ['GET', '/rights/user/:', asJson],
  ['POST', '/rights/user/jbond', asJson],
  ['DELETE', '/rights/user/:', asJson],
  ['POST', '/callback_lists', asJson],
  ['GET', '/callback_lists', asJson],
  ['DELETE', '/callback_lists/:', asJson],
  ['POST', '/callback_lists/:/callback_requests', asJson],
  ['POST', '/callback_lists/:/callback_requests/csv', asCsv],
  ['POST', '/callback_requests/find', asJson],
  ['GET', '/agent_config/:', asJson],
  ['GET', '/queue/:/dissuasion', asJson],
  ['GET', '/queue/:/dissuasions', asJson],
  ['PUT', '/queue/1/dissuasion/sound_file', asJson],
  ['PUT', '/queue/1/dissuasion/queue', asJson],
]

/** An operation of the API with arguments that are wrong, or nearly right. */
const wrongArguments =
  (list: string): Maker =>
  (chance) => {
    const [method, pattern, type] = chance.pick(operations)
    const path = pattern.replace(':', () => chance.pick([list, '1', 'jbond', chance.pick(segments)]))
    const content = method === 'GET' ? Buffer.alloc(0) : body(chance)
    const lines = [
      `${method} ${api}${path} HTTP/1.1`,
      'Host: a',
      `X-Auth-Token: ${processToken}`,
      `Content-Type: ${type}`,
      `Content-Length: ${content.length}`,
      'Connection: close',
    ]
    return request(lines, content)
  }

/** Well-formed HTTP that says nonsense. */
const nonsense: Maker = (chance) => {
  const content = body(chance)
  return request(head(chance, chance.pick(methods), content.length), content)
}

const brokenHttp: Maker = (chance) => {
  const content = body(chance)
  const lines = head(chance, chance.pick(oddMethods), content.length)
  const breaks: [() => string[], ...(() => string[])[]] = [
    () => lines.map((line) => line.replace(': ', chance.pick(['', ':', '\0', ' : ', '\n']))),
    () =>
      lines.map((line) =>
        line.replace('HTTP/1.1', chance.pick(['HTTP/9.9', 'HTTP/1.0', '', 'HTTP/1.1\0', 'http/1.1'])),
      ),
    () => [...lines, `Content-Length: ${chance.below(100)}`],
    () => [...lines, 'Transfer-Encoding: chunked'],
    () => [
      ...lines.filter((line) => !line.startsWith('Content-Length')),
      `Transfer-Encoding: ${chance.pick(['chunked', 'gzip', 'x, chunked', 'chunked, chunked'])}`,
    ],
    () => [...lines, `X: ${'x'.repeat(chance.below(40_000))}`],
    () => [...lines, ...Array.from({length: chance.below(3000)}, (_, i) => `X${i}: 1`)],
    () => [
      ...lines,
      chance.pick([
        'Expect: 100-continue',
        'Expect: x',
        'Upgrade: websocket',
        'X-Request-Id: \xff',
        'X-Forwarded-For: x',
        'Accept-Version: 1',
        'Host: b',
        'Content-Encoding: gzip',
        'Range: bytes=0-1',
      ]),
    ],
    () => lines.filter((_, i) => i === 0 || !chance.oneIn(2)),
  ]
  return request(chance.pick(breaks)(), content)
}

/** A request of which some bytes are others. */
const flipped: Maker = (chance) => {
  const whole = nonsense(chance)
  for (let times = chance.below(6); times >= 0; times--) whole[chance.below(whole.length)] = chance.below(256)
  return whole
}

const cutOff: Maker = (chance) => {
  const whole = nonsense(chance)
  return whole.subarray(0, chance.below(whole.length))
}

const noise: Maker = (chance) => bytes(chance, 1 + chance.below(2000))

const makers = [nonsense, brokenHttp, brokenHttp, flipped, cutOff, noise] as const

export const malformed: Suite = {
  name: 'no request, however malformed, crashes serve or is answered with 500; every refusal is JSON',
  runs: 10_000,
  least: 500,
  run: sendNonsense,
}

async function sendNonsense(installation: string, lanes: readonly TestXivo[], runs: number): Promise<Findings> {
  const findings = new Findings()
  const [xivo] = lanes
  if (!xivo) return findings
  const chance = random(chosenSeed)
  const [{uuid: list} = {uuid: ''}] = await xivo.sql(
    `insert into xivoctl.callback_list (uuid, name, queue_id) values (md5('nonsense')::uuid, 'nonsense', 1) returning uuid`,
  )
  const serve = await startServe(xivo, {installation, flags: ['--log-level', 'error']})
  await repeat(findings, runs, Array.from({length: 8}), async () => {
    const maker = chance.oneIn(2) ? wrongArguments(list) : chance.pick(makers)
    const sent = maker(chance)
    const answers = await send(serve.port, sent)
    const wrong = judge(answers, sent)
    if (wrong) findings.blame(`${wrong} to ${JSON.stringify(sent.toString('latin1').slice(0, 2000))}`)
    findings.saw(/^HTTP\/1\.1 (\d{3})/.exec(answers)?.[1] ?? 'closed without an answer')
  })
  const alive = await send(serve.port, Buffer.from('GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'))
  if (!alive.startsWith('HTTP/1.1 200')) findings.blame('it does not answer any more')
  serve.signal('SIGTERM')
  const {code, stderr} = await serve.ended
  if (code !== 0) findings.blame(`exit ${code}: ${stderr}`)
  return findings
}

const PATIENCE_MS = 1000

/** Sends it on a connection of its own; everything that came back. */
function send(port: number, sent: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    const socket = connect({host: '127.0.0.1', port})
    socket.setEncoding('latin1')
    socket.setTimeout(30_000, () => {
      socket.destroy()
      reject(new Error(`hangs: ${JSON.stringify(sent.toString('latin1').slice(0, 500))}`))
    })
    socket.on('data', (chunk) => {
      text += chunk
    })
    socket.on('error', () => {})
    // A request that is not whole is waited for.
    const impatient = setTimeout(() => socket.end(), PATIENCE_MS)
    socket.on('close', () => {
      clearTimeout(impatient)
      resolve(text)
    })
    socket.write(sent)
  })
}

/** What is wrong with what came back. */
function judge(answer: string, sent: Buffer): string | undefined {
  if (answer === '') return undefined
  const end = answer.indexOf('\r\n\r\n')
  const head = answer.slice(0, end)
  const rest = answer.slice(end + 4)
  const [, status] = /^HTTP\/1\.1 (\d{3}) /.exec(head) ?? []
  if (status === undefined) return `no status line: ${answer.slice(0, 200)}`
  if (status === '100') return judge(rest, sent)
  if (Number(status) >= 500) return answer
  const [, length = 0] = /^content-length: (\d+)/im.exec(head) ?? []
  if (Number(status) < 400 || sent.toString('latin1', 0, 5) === 'HEAD ') return undefined
  return isFailure(rest.slice(0, Number(length))) ? undefined : `no error document: ${answer}`
}

function isFailure(text: string): boolean {
  try {
    const {error, message} = JSON.parse(text)
    return /^[A-Z]\w+$/.test(error) && typeof message === 'string'
  } catch {
    return false
  }
}
