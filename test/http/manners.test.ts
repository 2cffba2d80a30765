import {describe, expect, test} from 'vitest'
import {withBase} from '../support/bases.ts'
import {type Answer, answerOn, curl, exchange, send} from '../support/exchange.ts'
import {token, useServing} from '../support/serving.ts'
import {useXivo} from '../support/xivo.ts'

const xivo = useXivo()
const server = useServing(xivo)
const base = '/configmgt/api/1.0'
const withToken = {'X-Auth-Token': token}
const json = {...withToken, 'Content-Type': 'application/json'}
const newList = '{"name":"newlist","queueId":1}'

async function ask(method: string, path: string, headers: Record<string, string> = withToken, data?: string) {
  const answer = await exchange(server.port, curl(method, path, {headers, ...(data !== undefined && {data})}))
  return {...answer, document: answer.body.startsWith('{') ? JSON.parse(answer.body) : undefined}
}

/** Bytes as they are, and the whole of what comes back. */
async function bytes(...lines: string[]): Promise<Answer & {text: string}> {
  const socket = send(server.port, `${lines.join('\r\n')}\r\n\r\n`)
  let text = ''
  socket.on('data', (chunk) => {
    text += chunk
  })
  return {...(await answerOn(socket)), text}
}

const lists = async () => Number((await xivo.sql('select count(*) as n from xivoctl.callback_list'))[0]?.n)

describe('a body', () => {
  const unfinished = {'Content-Type': 'application/json', 'Content-Length': '2000000'}

  test('is not read for a path that is not there, nor for who has no token', async () => {
    for (const [path, headers, status] of [
      ['/nothing', {}, 404],
      ['/configmgt/api/static/nothing', {}, 405],
      [`${base}/nothing`, withToken, 404],
      [`${base}/callback_lists`, {}, 401],
      [`${base}/callback_lists/x/callback_requests/csv`, {}, 401],
    ] as const) {
      const head = Object.entries({Host: 'a', Connection: 'close', ...headers, ...unfinished})
      const answer = await bytes(`POST ${path} HTTP/1.1`, ...head.map((each) => each.join(': ')))
      expect([path, answer.status]).toEqual([path, status])
      const bad = await ask('POST', path, {...headers, 'Content-Type': 'application/json'}, '{bad')
      const codes = {401: 'Unauthorized', 404: 'NotFound', 405: 'MethodNotAllowed'}
      expect([path, bad.status, bad.document.error]).toEqual([path, status, codes[status]])
    }
  })

  test('of a type that the route does not take is 415, and the hint says which it takes', async () => {
    const csv = 'phoneNumber\n0230210092\n'
    const {document: list} = await ask('POST', `${base}/callback_lists`, json, newList)
    const before = await lists()
    for (const [path, data, taken, types] of [
      [`${base}/callback_lists`, newList, 'application/json', ['text/plain', 'text/csv', 'text/xml']],
      [
        `${base}/callback_lists/${list.uuid}/callback_requests/csv`,
        csv,
        'text/plain',
        ['application/json', 'text/html', 'multipart/form-data; boundary=x'],
      ],
    ] as const) {
      for (const type of [...types, 'application/x-www-form-urlencoded', 'garbage', '', undefined]) {
        const {status, document} = await ask(
          'POST',
          path,
          {...withToken, ...(type !== undefined && {'Content-Type': type})},
          data,
        )
        expect([type, status, document]).toMatchObject([
          type,
          415,
          {error: 'UnsupportedMediaType', hints: [expect.stringContaining(`Content-Type: ${taken}`)]},
        ])
        expect(document.message).toMatch(/^the body /)
      }
    }
    expect(await lists()).toBe(before)
    expect(await xivo.sql('select from xivoctl.callback_request')).toEqual([])
  })

  test('that is packed is 415', async () => {
    for (const header of ['Content-Encoding: gzip', 'Content-Encoding: br', 'Transfer-Encoding: gzip, chunked']) {
      const [name = '', value = ''] = header.split(': ')
      const length = name === 'Content-Encoding' ? `Content-Length: ${newList.length}` : 'X: y'
      const {status, body} = await exchange(
        server.port,
        `POST ${base}/callback_lists HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX-Auth-Token: ${token}\r\nContent-Type: application/json\r\n${name}: ${value}\r\n${length}\r\n\r\n${name === 'Content-Encoding' ? newList : '0\r\n\r\n'}`,
      )
      expect([header, status, JSON.parse(body).message]).toEqual([header, 415, expect.stringContaining('compressed')])
    }
    const plain = await ask('POST', `${base}/callback_lists`, {...json, 'Content-Encoding': 'identity'}, newList)
    expect(plain.status).toBe(201)
  })

  test('that is whole is answered with what became of it, whatever comes behind it', async () => {
    const before = await lists()
    const request = curl('POST', `${base}/callback_lists`, {headers: json, data: newList}).toString()
    const socket = send(server.port, `${request.replace('Connection: close\r\n', '')}\0 is not HTTP\r\n\r\n`)
    // Read to the end of the connection, which only the server can bring about.
    const answer = await answerOn(socket)
    expect([answer.status, JSON.parse(answer.body).name]).toEqual([201, 'newlist'])
    expect(await lists()).toBe(before + 1)
  })

  test('that is not there has no type, whatever the header says', async () => {
    for (const type of ['application/json', 'text/plain', 'text/xml', 'application/x-www-form-urlencoded']) {
      const answer = await ask('DELETE', `${base}/rights/user/jbond`, {...withToken, 'Content-Type': type})
      expect([type, answer.document.error]).toEqual([type, 'ProfileNotFound'])
    }
  })

  test('of JSON may say its charset, and is UTF-8 with or without a mark of it', async () => {
    for (const [type, data] of [
      ['application/json; charset=utf-8', newList],
      ['Application/JSON;charset="UTF-8"', newList],
      ['application/json; charset=ISO-8859-1', newList],
      ['application/json', `\ufeff${newList}`],
    ] as const) {
      expect((await ask('POST', `${base}/callback_lists`, {...withToken, 'Content-Type': type}, data)).status).toBe(201)
    }
    const latin = Buffer.from('{"name":"Ménage","queueId":1}', 'latin1')
    const head = curl('POST', `${base}/callback_lists`, {headers: json, data: 'x'.repeat(latin.length)})
    const {status, body} = await exchange(
      server.port,
      Buffer.concat([head.subarray(0, head.length - latin.length), latin]),
    )
    expect([status, JSON.parse(body)]).toEqual([400, {error: 'InvalidJson', message: 'the body is not UTF-8'}])
  })
})

describe('a JSON body', () => {
  const post = (data: string) => ask('POST', `${base}/callback_lists`, json, data)
  const find = (data: string) => ask('POST', `${base}/callback_requests/find`, json, data)

  test('with a key that is there twice is refused, whatever the values and however it is spelt', async () => {
    const before = await lists()
    for (const [key, data] of [
      ['name', '{"name":"a","name":"b","queueId":1}'],
      ['name', '{"name":"a","name":"a","queueId":1}'],
      ['queueId', '{"queueId":1,"name":"a","queueId":1}'],
      ['name', '{"name":"a","n\\u0061me":"a","queueId":1}'],
      ['a"b', '{"name":"a","queueId":1,"a\\"b" : 1,"a\\u0022b":1}'],
      ['', '{"name":"a","queueId":1,"":1,"":1}'],
      ['__proto__', '{"name":"a","queueId":1,"__proto__":{},"__proto__":{}}'],
      ['x', '{"name":{"x":[],"x":[]},"queueId":1}'],
      ['x', '[{"y":[1,{"x":null,"x":null}]}]'],
    ] as const) {
      const {status, document} = await post(data)
      expect([data, status, document]).toEqual([
        data,
        400,
        {error: 'InvalidJson', message: `the key '${key}' appears twice`},
      ])
    }
    expect((await find('{"filters":[{"field":"uuid","order":"ASC","order":"ASC"}]}')).document.error).toBe(
      'InvalidJson',
    )
    expect(await lists()).toBe(before)
  })

  test('may hold a key in each of several objects, and what looks like one in a text', async () => {
    const filters = [
      {field: 'company', operator: '=', value: '{"field":1,"field":1}'},
      {field: 'company', operator: '=', value: '\\"field": \\'},
    ]
    expect((await find(JSON.stringify({filters}))).document).toEqual({total: 0, list: []})
    expect((await post('{"name":"{\\"a\\":1,\\"a\\":1","queueId":1}')).status).toBe(201)
  })

  test('is refused for numbers that nobody can keep, and for a depth that nobody means', async () => {
    for (const [data, message] of [
      ['{"name":"a","queueId":9007199254740993}', 'the number 9007199254740993 is too big'],
      ['{"name":"a","queueId":-1e400}', 'the number -1e400 is too big'],
      ['['.repeat(50_000) + ']'.repeat(50_000), 'the body is nested too deeply'],
      [`${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`, 'the body is nested too deeply'],
    ] as const) {
      expect((await post(data)).document).toEqual({error: 'InvalidJson', message})
    }
    for (const data of ['{bad', '{"name":"a"', '{"name":"a",}', "{'name':1}", '{"name":01}', '[1,]', 'nul', '"\n"']) {
      const {document} = await post(data)
      expect([data, document.error]).toEqual([data, 'InvalidJson'])
    }
    expect((await post('{"name":"9007199254740993 [[[","queueId":1}')).status).toBe(201)
  })

  test('of the longest that is taken is looked through in no time', async () => {
    for (const text of ['\\n', 'x', '"']) {
      const name = JSON.stringify(text.repeat(400_000 / text.length))
      const start = performance.now()
      expect((await find(`{"filters":[{"field":"company","operator":"=","value":${name}}]}`)).status).toBe(200)
      expect(performance.now() - start).toBeLessThan(3000)
    }
  })
})

describe('a method', () => {
  test.each([
    ['PUT', `${base}/users`, 'GET, HEAD'],
    ['POST', `${base}//users/`, 'GET, HEAD'],
    ['OPTIONS', `${base}/users?x=1`, 'GET, HEAD'],
    ['QUERY', `${base}/users`, 'GET, HEAD'],
    ['PROPFIND', `${base}/%75sers`, 'GET, HEAD'],
    ['TRACE', `${base}/users`, 'GET, HEAD'],
    ['GET', `${base}/callback_lists/1/callback_requests/csv`, 'POST'],
    ['PUT', `${base}/callback_lists/1`, 'DELETE'],
    ['PATCH', `${base}/rights/user/a%2Fb`, 'DELETE, GET, HEAD, POST'],
    ['POST', '/health', 'GET, HEAD'],
    ['DELETE', '/configmgt/api', 'GET, HEAD'],
    ['DELETE', '/configmgt/api/openapi.json', 'GET, HEAD'],
  ])('%s that %s does not take is 405, with those that it takes', async (method, path, allow) => {
    const {status, headers, document} = await ask(method, path)
    expect([status, headers.allow, document]).toMatchObject([405, allow, {error: 'MethodNotAllowed'}])
    expect(document.hints).toEqual([`it takes ${allow}`])
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([])
  })

  test('of a path that is not there is 404, without a body for HEAD', async () => {
    for (const path of [
      '/',
      '/configmgt',
      `${base}`,
      `${base}/nothing`,
      `${base}/rights/user/`,
      `${base}/USERS`,
      '*',
    ]) {
      const {status, headers, document} = await ask('OPTIONS', path)
      expect([path, status, headers.allow, document.error]).toEqual([path, 404, undefined, 'NotFound'])
    }
    const head = await ask('HEAD', `${base}/nothing`)
    expect([head.status, head.body]).toEqual([404, ''])
    const long = await ask('GET', `${base}/${'x'.repeat(15_000)}`)
    expect([long.status, long.body.length < 500]).toEqual([404, true])
  })

  test('DELETE of no list in particular stays a mistake of its own', async () => {
    for (const path of ['/callback_lists', '/callback_lists/', '//callback_lists//']) {
      expect(await ask('DELETE', `${base}${path}`, json)).toMatchObject({
        status: 400,
        document: {message: 'the path names no list: nothing was deleted'},
      })
    }
  })

  test('HEAD answers what GET does, without its body', async () => {
    for (const path of [`${base}/users`, `${base}/callback_lists`, '/health', '/configmgt/api']) {
      const [get, head] = [await ask('GET', path), await ask('HEAD', path)]
      expect([path, head.status, head.body]).toEqual([path, 200, ''])
      expect(head.headers['content-type']).toBe(get.headers['content-type'])
    }
    expect((await ask('HEAD', `${base}/users`, {})).status).toBe(401)
  })
})

describe('an Idempotency-Key', () => {
  const key = (value: string) => ({...json, 'Idempotency-Key': value})

  test.each([
    ['a list', '/callback_lists', newList, '{"name":"another","queueId":1}', 'callback_list'],
    [
      'a period',
      '/callback_periods',
      '{"name":"Soir","periodStart":"18:00","periodEnd":"20:00"}',
      '{"name":"Nuit","periodStart":"20:00","periodEnd":"23:00"}',
      'preferred_callback_period',
    ],
  ])('makes %s once, however often and however many at once it is sent', async (_, path, body, other, table) => {
    const count = async () => Number((await xivo.sql(`select count(*) as n from xivoctl.${table}`))[0]?.n)
    const before = await count()
    const value = `once ${path}`
    const make = (data: string) => ask('POST', withBase('POST', path), key(value), data)
    expect((await make('{"name":" "}')).status).toBe(400)
    const all = await Promise.all(Array.from({length: 5}, () => make(body)))
    all.push(await make(body))
    expect(new Set(all.map(({status, body}) => `${status} ${body}`))).toEqual(new Set([`201 ${all[0]?.body}`]))
    expect(all.filter(({headers}) => headers['idempotency-replayed'] === 'true')).toHaveLength(5)
    expect(await count()).toBe(before + 1)
    expect(await make(other)).toMatchObject({status: 409, document: {error: 'Conflict'}})
    expect(await count()).toBe(before + 1)
    for (const bad of ['', 'é', 'x'.repeat(256)]) {
      expect(await ask('POST', withBase('POST', path), key(bad), other)).toMatchObject({
        status: 400,
        document: {error: 'InvalidRequest'},
      })
    }
    expect(await count()).toBe(before + 1)
  })

  test('on a request that takes none is refused before anything is done', async () => {
    await ask('POST', `${base}/rights/user/jurbain`, json, '{"type":"admin"}')
    const {document: list} = await ask('POST', `${base}/callback_lists`, json, newList)
    for (const [method, path, data] of [
      ['POST', '/rights/user/jurbain', '{"type":"teacher"}'],
      ['DELETE', '/rights/user/jurbain', undefined],
      ['PATCH', `/callback_lists/${list.uuid}`, '{"name":"x"}'],
      ['DELETE', `/callback_lists/${list.uuid}`, undefined],
      ['PUT', '/queue/3/dissuasion/queue', '{"queueName":"support"}'],
      ['POST', '/callback_requests/find', '{}'],
    ] as const) {
      const {status, document} = await ask(method, withBase(method, path), key('k'), data)
      expect([path, status, document.message]).toEqual([
        path,
        400,
        expect.stringContaining('does not accept an Idempotency-Key: nothing was done'),
      ])
    }
    expect((await ask('GET', `${base}/rights/user/jurbain`, key('k'))).document).toMatchObject({type: 'admin'})
    expect((await ask('GET', `${base}/callback_lists`, withToken)).body).toContain(list.uuid)
  })
})

describe('a header', () => {
  test('Expect: 100-continue is told to go on only when the body is wanted', async () => {
    const head = (path: string, ...more: string[]) => [
      `POST ${path} HTTP/1.1`,
      'Host: a',
      'Content-Type: application/json',
      `Content-Length: ${newList.length}`,
      'Expect: 100-Continue',
      ...more,
    ]
    for (const [path, more, status] of [
      [`${base}/callback_lists`, [], 401],
      [`${base}/nothing`, [`X-Auth-Token: ${token}`], 404],
      [`${base}/callback_lists/x/callback_requests/csv`, [`X-Auth-Token: ${token}`], 415],
    ] as const) {
      const {text} = await bytes(...head(path, ...more))
      expect(text.split('\r\n', 1)).toEqual([expect.stringContaining(`HTTP/1.1 ${status} `)])
      expect(text.toLowerCase()).toContain('\r\nconnection: close\r\n')
    }
    const lines = head(`${base}/callback_lists`, `X-Auth-Token: ${token}`, 'Connection: close')
    const socket = send(server.port, `${lines.join('\r\n')}\r\n\r\n`)
    const first = String(await new Promise((resolve) => socket.once('data', resolve)))
    expect(first).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\n$/)
    socket.write(newList)
    expect((await answerOn(socket)).status).toBe(201)
  })

  test('Host is there once', async () => {
    const get = async (...hosts: string[]) =>
      (await bytes('GET /health HTTP/1.1', ...hosts.map((host) => `host: ${host}`), 'Connection: close')).status
    expect([await get('a'), await get(), await get('a', 'a'), await get('a', 'b')]).toEqual([200, 400, 400, 400])
  })

  test('X-Auth-Token twice is no token, right or wrong', async () => {
    for (const other of [token, 'x']) {
      const lines = ['Host: a', 'Connection: close', `X-Auth-Token: ${token}`, `X-Auth-Token: ${other}`]
      expect((await bytes(`GET ${base}/users HTTP/1.1`, ...lines)).status).toBe(401)
    }
  })

  test.each([
    ['a length beside chunks', ['Content-Length: 5', 'Transfer-Encoding: chunked']],
    ['an encoding that is none', ['Transfer-Encoding: xchunked'], 415],
    ['a blank before the colon', ['Transfer-Encoding : chunked']],
    ['a length that is a sum', ['Content-Length: +5']],
    ['a line end that is none', ['X: a\nContent-Length: 5']],
    ['a folded line', ['X: a', ' b: c']],
  ])('that smuggles is refused and ends the connection: %s', async (_, headers, refusal = 400) => {
    const lines = ['Host: a', `X-Auth-Token: ${token}`, 'Content-Type: application/json', ...headers]
    // Read to the end of the connection, which only the server can bring about.
    expect((await bytes(`POST ${base}/callback_lists HTTP/1.1`, ...lines)).status).toBe(refusal)
  })

  test.each([
    ['application/json', true],
    ['Application/JSON; charset=utf-8', true],
    ['application/*', true],
    ['application/json, text/plain;q=0', true],
    ['application/json, text/*;q=0, */*;q=0', true],
    ['application/json;q=0.5, text/html', true],
    ['text/plain', false],
    ['text/*;q=0.1, application/json', false],
    ['application/json, text/plain, */*', false],
    ['*/*', false],
    ['text/html', false],
    ['application/problem+json', false],
    ['', false],
  ])('Accept: %s on an import gets the report as JSON: %s', async (accept, isJson) => {
    const {document: list} = await ask('POST', `${base}/callback_lists`, json, newList)
    const headers = {...withToken, 'Content-Type': 'text/csv', Accept: accept}
    const path = `${base}/callback_lists/${list.uuid}/callback_requests/csv?dryRun=true`
    const answer = await ask('POST', path, headers, 'phoneNumber\n0230210092\n')
    expect([answer.status, answer.headers['content-type']]).toEqual([
      200,
      `${isJson ? 'application/json' : 'text/plain'}; charset=utf-8`,
    ])
  })
})

describe('a login in a path', () => {
  test.each(['a/b', 'a%2Fb', 'é% ü', '日本', 'a+b', '..', '.', 'a?b#c', 'a;b', '😀', 'e\u0301'])(
    '%j is that login and no other',
    async (login) => {
      await xivo.sql('update public.userfeatures set loginclient = $1 where lastname = $2', [login, 'Bond'])
      const path = `${base}/rights/user/${encodeURIComponent(login).replaceAll('.', '%2E')}`
      const {document} = await ask('POST', path, json, '{"type":"admin"}')
      expect(document).toEqual({type: 'admin', data: {}})
      expect((await ask('DELETE', `${path}/`, json)).status).toBe(200)
    },
  )

  test('is looked for as it is, not decoded twice, trimmed or composed', async () => {
    await xivo.sql(`update public.userfeatures set loginclient = 'a/é' where lastname = 'Bond'`)
    for (const spelling of ['a%252F%C3%A9', 'a%2Fe%CC%81', 'a%2F%C3%A9%20', 'a%2F%C3%89', '%00', 'a%2F']) {
      const {document} = await ask('GET', `${base}/rights/user/${spelling}`)
      expect([spelling, document.error]).toEqual([spelling, 'UserNotFound'])
    }
    expect((await ask('GET', `${base}/rights/user/%E9`)).status).toBe(400)
  })
})

describe("the page's files", () => {
  test.each(['nothing', '..%2f..%2fpackage.json', '%2e%2e/%2e%2e/package.json', '%00', '.git', ''])(
    'are those of the page and nothing else: %j',
    async (name) => {
      const {status, headers, document} = await ask('GET', `/configmgt/api/static/${name}`, {})
      expect([status, headers['content-type'], document.error]).toEqual([
        404,
        'application/json; charset=utf-8',
        'NotFound',
      ])
    },
  )
})
