import {existsSync} from 'node:fs'
import {chmod, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {runPageOperations} from '../http/client.ts'
import {token} from '../support/serving.ts'
import {useXivo} from '../support/xivo.ts'
import {tryItOut} from './api-page.ts'
import {visit} from './browser.ts'
import {freePort, startDaemon} from './daemon.ts'
import {nginx} from './programs.ts'
import {type Server, startServe} from './serve.ts'

/** Of docs/serve.md; taken anew when it is not there. */
const picture = fileURLToPath(new URL('../../docs/api-page.png', import.meta.url))

const xivo = useXivo()
let server: Server
let directory: string
let site: string
let stopNginx: () => Promise<void>

beforeAll(async () => {
  server = await startServe(xivo.env)
  directory = await mkdtemp(join(tmpdir(), 'xivoctl-nginx-'))
  await chmod(directory, 0o755)
  const port = await freePort()
  site = `http://127.0.0.1:${port}`
  await writeFile(join(directory, 'nginx.conf'), await configuration(port))
  stopNginx = await startDaemon(nginx, ['-p', directory, '-c', join(directory, 'nginx.conf')], async () => {
    const {status} = await fetch(site, {method: 'HEAD'})
    return status === 404
  })
})
afterAll(async () => {
  await stopNginx()
  await server.stop()
  await rm(directory, {recursive: true, force: true})
})

/** The example of contrib/, with as little around it as nginx allows. */
async function configuration(port: number): Promise<string> {
  const example = await readFile(new URL('../../contrib/nginx/xivoctl.conf', import.meta.url), 'utf8')
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${name};`)
  return `daemon off;
error_log stderr;
pid nginx.pid;
events {}
http {
  access_log off;
  gzip on;
  gzip_types application/json;
  gzip_min_length 1;
  ${temporary.join(' ')}
  server {
    listen 127.0.0.1:${port};
    location / { return 404; }
    ${example.replaceAll('127.0.0.1:9100', `127.0.0.1:${server.port}`)}
  }
}
`
}

test('in Chromium the page of the API takes the token and tries a request, without a word to anybody else; behind nginx too', async () => {
  const own = `http://127.0.0.1:${server.port}/configmgt/api`
  const below = `${site}/xivoctl/configmgt/api`
  const {hosts, violations} = await visit(async (page) => {
    for (const url of [own, `${below}/`]) {
      await page.goto(url)
      await tryItOut(page, token)
      if (url === own && !existsSync(picture)) await page.screenshot({path: picture})
    }
    await page.goto(below)
    await page.locator('#operations-Profiles-getUsers').waitFor()
  })
  expect({hosts, violations}).toEqual({hosts: ['127.0.0.1'], violations: []})
})

describe('behind nginx, below a path', () => {
  test("a client runs the API page's operations", async () => {
    const done = await runPageOperations(`${site}/xivoctl`, token)
    expect(done).toMatchObject({imported: {imported: 2}, queueName: 'switchboard', unknown: 'QueueNotFound'})
  })

  test("xivoctl's own routes answer", async () => {
    const response = await fetch(`${site}/xivoctl/xivoctl/api/1/queues`, {headers: {'X-Auth-Token': token}})
    expect([response.status, await response.json()]).toEqual([200, expect.any(Array)])
  })

  test('an ETag that nginx weakened, because it compressed the answer, still lets a write through', async () => {
    const path = `${site}/xivoctl/configmgt/api/1.0/rights/user/jbond`
    const headers = {'X-Auth-Token': token, 'Content-Type': 'application/json'}
    const post = (match: string) =>
      fetch(path, {method: 'POST', headers: {...headers, 'If-Match': match}, body: '{"type":"admin"}'})
    await fetch(path, {method: 'POST', headers, body: '{"type":"teacher"}'})
    const read = await fetch(path, {headers})
    const etag = read.headers.get('etag') ?? ''
    expect([read.headers.get('content-encoding'), etag]).toEqual(['gzip', expect.stringMatching(/^W\//)])
    expect([(await post(etag)).status, (await post(etag)).status]).toEqual([200, 412])
  })

  test('what is for this host only stays there', async () => {
    for (const path of ['/xivoctl/metrics', '/xivoctl/ready']) {
      const {status} = await fetch(site + path, {method: 'HEAD'})
      expect(status).toBe(404)
    }
  })
})
