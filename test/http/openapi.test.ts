import {createConfig, lintFromString} from '@redocly/openapi-core'
import openapiTypes, {astToString} from 'openapi-typescript'
import {describe, expect, test} from 'vitest'
import {token, useServing} from '../support/serving.ts'
import {useXivo} from '../support/xivo.ts'

const server = useServing(useXivo())

interface Operation {
  operationId: string
  summary: string
  tags: string[]
  security?: object[]
  parameters?: {in: string}[]
  responses: Record<string, object>
  requestBody?: {content: Record<string, {example?: unknown; schema: {type?: string}}>}
}

interface Document {
  openapi: string
  paths: Record<string, Record<string, Operation>>
  tags: {name: string}[]
  servers: {url: string}[]
  security: object[]
}

const address = () => `http://127.0.0.1:${server.port}/configmgt/api/openapi.json`
const source = async () => (await fetch(address())).text()

async function read(): Promise<Document & {operations: Record<string, Operation>}> {
  const document = JSON.parse(await source()) as Document
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => [`${method.toUpperCase()} ${path}`, operation]),
  )
  return {...document, operations: Object.fromEntries(operations)}
}

describe('openapi.json', () => {
  test('is OpenAPI 3.1 in which a linter finds no fault', async () => {
    const config = await createConfig({extends: ['recommended-strict']})
    const problems = await lintFromString({source: await source(), config})
    expect(problems.map(({ruleId, message, location}) => `${ruleId}: ${message} ${location[0]?.pointer}`)).toEqual([])
    expect((await read()).openapi).toBe('3.1.0')
  })

  test('has an id, a summary and a tag for each operation, and a sentence for each tag', async () => {
    const {operations, tags} = await read()
    const ids = Object.values(operations).map(({operationId}) => operationId)
    expect(new Set(ids).size).toBe(ids.length)
    for (const [name, {summary, tags}] of Object.entries(operations)) {
      expect(summary, name).toBeTruthy()
      expect(tags, name).toHaveLength(1)
    }
    const used = new Set(Object.values(operations).flatMap(({tags}) => tags))
    expect([...used].sort()).toEqual(tags.map(({name}) => name).sort())
  })

  test('has the answers to what may go wrong', async () => {
    const {operations} = await read()
    const statuses = (name: string) => Object.keys(operations[name]?.responses ?? {})
    expect(statuses('GET /health')).toEqual(['200', '400', '503', 'default'])
    expect(statuses('GET /configmgt/api/1.0/users')).toEqual(['200', '400', '401', '403', '503', 'default'])
    expect(statuses('POST /configmgt/api/1.0/callback_lists')).toEqual([
      '200',
      '201',
      '400',
      '401',
      '403',
      '404',
      '409',
      '503',
      'default',
    ])
  })

  test('leads to each of its operations, with the token or without as it says', async () => {
    const {operations, servers, security} = await read()
    const plain = Object.entries(operations).filter(([name]) => /^GET [^{]*$/.test(name))
    expect(plain.map(([name]) => name)).toEqual(expect.arrayContaining(['GET /health', 'GET /ready', 'GET /metrics']))
    for (const [name, operation] of plain) {
      const url = `${new URL(servers[0]?.url ?? '', address())}`.replace(/\/$/, '') + name.replace('GET ', '')
      const answers = async (headers: Record<string, string>) => (await fetch(url, {headers})).status
      const elsewhere = {'X-Forwarded-For': '192.0.2.1'}
      const says = JSON.stringify(operation.security ?? security)
      expect([name, await answers({}), await answers(elsewhere), await answers({...elsewhere, 'X-Auth-Token': token})]) //
        .toEqual([name, says === '[{"token":[]}]' ? 401 : 200, says === '[]' ? 200 : 401, 200])
    }
  })

  test("has an example for each body, and calls the import's text", async () => {
    const {operations} = await read()
    for (const [name, {requestBody}] of Object.entries(operations)) {
      for (const {example} of Object.values(requestBody?.content ?? {})) expect(example, name).toBeDefined()
    }
    const {content = {}} =
      operations['POST /configmgt/api/1.0/callback_lists/{listUuid}/callback_requests/csv']?.requestBody ?? {}
    expect(content['text/plain']?.schema.type).toBe('string')
  })

  test('gives these types to a TypeScript client', async () => {
    await expect(astToString(await openapiTypes(await source()))).toMatchFileSnapshot('api-types.ts')
  })
})
