import {existsSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {token} from '../support/serving.ts'
import {useXivo} from '../support/xivo.ts'
import {tryItOut} from './api-page.ts'
import {visit} from './browser.ts'
import {type Server, startServe} from './serve.ts'

/** Of docs/serve.md; taken anew when it is not there. */
const picture = fileURLToPath(new URL('../../docs/api-page.png', import.meta.url))

const xivo = useXivo()
let server: Server
beforeAll(async () => {
  server = await startServe(xivo.env)
})
afterAll(() => server.stop())

test('in Chromium the page of the API takes the token and tries a request, without a word to anybody else', async () => {
  const {hosts, violations} = await visit(`http://127.0.0.1:${server.port}/configmgt/api`, async (page) => {
    await tryItOut(page, token)
    if (!existsSync(picture)) await page.screenshot({path: picture})
  })
  expect(violations).toEqual([])
  expect(hosts).toEqual(['127.0.0.1'])
})
