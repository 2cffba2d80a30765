import {beforeAll, describe, expect, test} from 'vitest'
import {createPeriod} from '../../src/services/callbacks/periods.ts'
import {setRights} from '../../src/services/rights/rights.ts'
import {curl, exchange} from '../support/exchange.ts'
import {token, useServing} from '../support/serving.ts'
import {useXivo} from '../support/xivo.ts'

/**
 * The examples of the API page, as its clients send them. What differs from the page on purpose: host and token; DELETE of a
 * list names its uuid; answers hold this XiVO's data; JSON where the page prints sketches of it.
 */
const xivo = useXivo()
const server = useServing(xivo)

const json = {'Content-Type': 'application/json', Accept: 'application/json', 'X-Auth-Token': token}
const text = {'Content-Type': 'text/plain', Accept: 'text/plain', 'X-Auth-Token': token}
const base = '/configmgt/api/1.0'
const uuid = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
const day = expect.stringMatching(/^\d{4}-\d\d-\d\d$/)
const wholeDay = {name: 'Toute la journée', periodStart: '09:00:00', periodEnd: '17:00:00', default: true}

async function ask(method: string, path: string, data?: string, headers: Record<string, string> = json) {
  const {
    status,
    headers: said,
    body,
  } = await exchange(server.port, curl(method, path, {headers, ...(data !== undefined && {data})}))
  const isJson = said['content-type']?.startsWith('application/json')
  return {status, body: isJson ? JSON.parse(body) : body}
}

/** Makes the list of the page's examples. */
async function newList(name = 'newlist') {
  const {body} = await ask('POST', `${base}/callback_lists`, `{"name":"${name}", "queueId":1}`)
  return body.uuid as string
}

beforeAll(() =>
  xivo.use(async (context) => {
    await createPeriod(context, {name: 'Afternoon', start: '13:00', end: '17:00'})
    await setRights(context, 'jmenage', {type: 'teacher'})
    await setRights(context, 'jurbain', {type: 'admin'})
  }),
)

describe('profiles and rights', () => {
  test('of all users are name, firstname, login and profile', async () => {
    const {status, body} = await ask('GET', `${base}/users`)
    expect(status).toBe(200)
    expect(body).toContainEqual({name: 'Ménage', firstname: 'Jean', login: 'jmenage', profile: 'teacher'})
    expect(body).toContainEqual({name: 'Urbain', firstname: 'Jocelyn', login: 'jurbain', profile: 'admin'})
  })

  test('of one user are set, read and deleted', async () => {
    const sent = `{"type":"supervisor",
        "data":{  "queueIds":[3,2,1,7],
                  "groupIds":[3,1,2],
                  "incallIds":[],
                  "recordingAccess":true,
                  "dissuasionAccess":false  }
      }`
    const rights = {
      type: 'supervisor',
      data: {
        queueIds: [1, 2, 3, 7],
        groupIds: [1, 2, 3],
        incallIds: [],
        recordingAccess: true,
        dissuasionAccess: false,
      },
    }
    expect(await ask('POST', `${base}/rights/user/jbond`, sent)).toEqual({status: 200, body: rights})
    expect(await ask('GET', `${base}/rights/user/jbond`)).toEqual({status: 200, body: rights})
    expect(await ask('DELETE', `${base}/rights/user/jbond`)).toEqual({status: 200, body: rights})
    expect((await ask('GET', `${base}/rights/user/jbond`)).body.error).toBe('ProfileNotFound')
  })
})

describe('callback lists', () => {
  test('are made empty, and deleted as they were', async () => {
    const made = await ask('POST', `${base}/callback_lists`, '{"name":"newlist", "queueId":1}')
    expect(made).toEqual({status: 201, body: {callbacks: [], name: 'newlist', queueId: 1, uuid}})
    expect(await ask('DELETE', `${base}/callback_lists/${made.body.uuid}`)).toEqual({status: 200, body: made.body})
  })

  test('are not deleted by omission', async () => {
    const list = await newList()
    for (const path of ['/callback_lists', '/callback_lists/', '//callback_lists']) {
      expect((await ask('DELETE', `${base}${path}`)).status).toBe(400)
    }
    const {body} = await ask('GET', `${base}/callback_lists`)
    expect(body.map((each: {uuid: string}) => each.uuid)).toContain(list)
  })

  test('come with their ongoing requests, or only those that have some', async () => {
    const [mine, another] = [await newList('Mine'), await newList('another')]
    const request =
      '{"phoneNumber": "0230210092", "mobilePhoneNumber": "0689746321", "firstName": "John", "lastName": "Doe", "company": "MyCompany", "description": "Call back quickly", "dueDate": "2017-09-27"}'
    await ask('POST', `${base}/callback_lists/${mine}/callback_requests`, request)
    const lists = (await ask('GET', `${base}/callback_lists`)).body as {uuid: string; callbacks: unknown[]}[]
    expect(lists.find((list) => list.uuid === mine)).toEqual({
      uuid: mine,
      name: 'Mine',
      queueId: 1,
      callbacks: [
        {
          uuid,
          listUuid: mine,
          ...JSON.parse(request),
          preferredPeriodUuid: uuid,
          queueId: 1,
          clotured: false,
          preferredPeriod: {uuid, ...wholeDay},
        },
      ],
    })
    expect(lists.find((list) => list.uuid === another)).toEqual({
      uuid: another,
      name: 'another',
      queueId: 1,
      callbacks: [],
    })
    const some = (await ask('GET', `${base}/callback_lists?withRequest=true`)).body as {uuid: string}[]
    expect(some.map((list) => list.uuid)).toContain(mine)
    expect(some.map((list) => list.uuid)).not.toContain(another)
    expect((await ask('GET', `${base}/callback_lists?withRequest=false`)).body).toEqual(lists)
    expect((await ask('GET', `${base}/callback_lists?withRequest=yes`)).status).toBe(400)
  })
})

describe('callback requests', () => {
  const csv = `phoneNumber|mobilePhoneNumber|firstName|lastName|company|description|dueDate|period
      0230210092|0689746321|John|Doe|MyCompany|Call back quickly||
      0587963214|0789654123|Alice|O'Neill|YourSociety||2016-08-01|Afternoon`

  test('are imported from an indented CSV', async () => {
    const list = await newList('import')
    const path = `${base}//callback_lists/${list}/callback_requests/csv`
    expect(await ask('POST', path, csv, text)).toEqual({status: 201, body: '2 callback requests imported\n'})
    const find = `{"filters": [{"field": "listUuid", "operator": "=", "value": "${list}"}]}`
    const {body} = await ask('POST', `${base}/callback_requests/find`, find)
    expect(body.total).toBe(2)
    expect(body.list[0]).toMatchObject({
      lastName: "O'Neill",
      dueDate: '2016-08-01',
      preferredPeriod: {name: 'Afternoon'},
    })
    expect(body.list[0]).not.toHaveProperty('description')
    expect(body.list[1]).toMatchObject({description: 'Call back quickly', dueDate: day, preferredPeriod: wholeDay})
  })

  test('are answered as JSON to whoever takes only that', async () => {
    const list = await newList('import')
    const path = `${base}/callback_lists/${list}/callback_requests/csv`
    const {status, body} = await ask('POST', `${path}?dryRun=true`, csv, {...text, Accept: 'application/json'})
    expect([status, body]).toMatchObject([200, {imported: 2, dryRun: true, list: {uuid: list}}])
    expect((await ask('POST', path, csv.replace('0587963214', 'call me'), text)).body).toMatchObject({
      error: 'InvalidCsv',
      errors: [{line: 3, column: 'phoneNumber', value: 'call me'}],
    })
  })

  test('that arrive as one line are told what curl did', async () => {
    const list = await newList('import')
    const path = `${base}/callback_lists/${list}/callback_requests/csv`
    const {status, body} = await ask('POST', path, csv.replaceAll('\n', ''), text)
    expect([status, body.error]).toEqual([400, 'InvalidCsv'])
    expect(body.hints).toContainEqual(expect.stringContaining('data-binary'))
  })

  test('are made one by one', async () => {
    const list = await newList('create')
    const {status, body} = await ask(
      'POST',
      `${base}//callback_lists/${list}/callback_requests`,
      `
  {
      "company":"Cie",
      "phoneNumber":"0298765432",
      "mobilePhoneNumber":"0654321234",
      "firstName":"Jack"
  }`,
    )
    expect([status, body]).toEqual([
      201,
      {
        uuid,
        listUuid: list,
        company: 'Cie',
        phoneNumber: '0298765432',
        mobilePhoneNumber: '0654321234',
        firstName: 'Jack',
        dueDate: day,
        queueId: 1,
        clotured: false,
        preferredPeriodUuid: uuid,
        preferredPeriod: {uuid, ...wholeDay},
      },
    ])
  })

  test('are found by dynamic filters', async () => {
    const list = await newList('find')
    const request = '{"phoneNumber": "1000", "mobilePhoneNumber": "2000", "dueDate": "2018-07-05"}'
    await ask('POST', `${base}/callback_lists/${list}/callback_requests`, request)
    const {status, body} = await ask(
      'POST',
      `${base}/callback_requests/find`,
      `
    {
      "filters":[
        {"field":"phoneNumber", "operator":"=", "value":"1000"}
      ],
      "offset":0,
      "limit":100}`,
    )
    expect([status, body]).toEqual([
      200,
      {
        total: 1,
        list: [
          {
            uuid,
            listUuid: list,
            ...JSON.parse(request),
            preferredPeriodUuid: uuid,
            queueId: 1,
            clotured: false,
            preferredPeriod: {uuid, ...wholeDay},
          },
        ],
      },
    ])
  })
})

describe('agents', () => {
  test('have their queues with them, one agent and all of them alike', async () => {
    const {status, body} = await ask('GET', `${base}/agent_config/1`)
    const member = {
      interface: 'Agent/1001',
      commented: 0,
      usertype: 'Agent',
      userid: 1,
      channel: 'Agent',
      category: 'Queue',
    }
    expect([status, body]).toEqual([
      200,
      {
        id: 1,
        firstname: 'John',
        lastname: 'Doe',
        number: '1001',
        context: 'default',
        member: [
          {queue_name: 'support', queue_id: 1, penalty: 1, position: 1, ...member},
          {queue_name: 'switchboard', queue_id: 2, penalty: 2, position: 2, ...member},
        ],
        numgroup: 1,
        userid: 1,
      },
    ])
    const all = await ask('GET', `${base}/agent_config`)
    expect(all.body).toContainEqual(body)
    expect((await ask('GET', `${base}/agent_config/4711`)).body.error).toBe('AgentNotFound')
  })
})

describe('the dissuasion of a queue', () => {
  const sales = {id: 3, name: 'sales'}
  const missing = (sentence: string) => ({error: 'QueueNotFound', message: sentence})

  test('is a sound, a queue, or other', async () => {
    await ask('PUT', `${base}/queue/3/dissuasion/sound_file`, '{"soundFile": "sales_audio_file"}')
    expect(await ask('GET', `${base}/queue/3/dissuasion`)).toEqual({
      status: 200,
      body: {...sales, dissuasion: {type: 'soundFile', value: {soundFile: 'sales_audio_file'}}},
    })
    await ask('PUT', `${base}/queue/3/dissuasion/queue`, '{"queueName": "support"}')
    expect((await ask('GET', `${base}/queue/3/dissuasion`)).body).toEqual({
      ...sales,
      dissuasion: {type: 'queue', value: {queueName: 'support'}},
    })
    await xivo.sql(`update dialaction set linked = 0 where category = 'queue' and categoryval = '3'`)
    expect((await ask('GET', `${base}/queue/3/dissuasion`)).body).toEqual({...sales, dissuasion: {type: 'other'}})
  })

  test('can be one of its sounds, or the default queue', async () => {
    expect(await ask('GET', `${base}/queue/3/dissuasions`)).toEqual({
      status: 200,
      body: {
        ...sales,
        dissuasions: {
          soundFiles: ['sales_audio_file', 'sales_audio_file_2', 'sales_newSoundFile', 'sales_queue_ferme'].map(
            (soundFile) => ({soundFile}),
          ),
          queues: [{queueName: 'switchboard'}],
        },
      },
    })
  })

  test('is set to a sound', async () => {
    const set = (body: string) => ask('PUT', `${base}/queue/3/dissuasion/sound_file`, body)
    const answer = {status: 200, body: {id: 3, soundFile: 'sales_newSoundFile'}}
    expect(await set('{"soundFile": "sales_newSoundFile"}')).toEqual(answer)
    expect(await set('{"soundFile": "sales_newSoundFile.wav"}')).toEqual(answer)
    const {status, body} = await set('{"soundFile": "support_closed"}')
    expect([status, body]).toMatchObject([
      404,
      {
        error: 'FileNotFound',
        message: 'Unable to perform updateQueueDissuasion on queue 3 with file support_closed - FileNotFound',
      },
    ])
  })

  test('is set to a queue', async () => {
    const set = (body: string, id = 3) => ask('PUT', `${base}/queue/${id}/dissuasion/queue`, body)
    expect(await set('{"queueName": "sales_queue"}')).toEqual({status: 200, body: {id: 3, queueName: 'sales_queue'}})
    expect((await set('{"queueName": "nowhere"}')).body).toMatchObject(
      missing("Unable to perform updateQueueDissuasion on queue 3: could not find the queue 'nowhere' - QueueNotFound"),
    )
    expect((await set('{"queueName": "sales"}')).status).toBe(400)
  })

  test('of a queue that is not there is worded as the page words it', async () => {
    const asked: [string, string, string | undefined, string][] = [
      ['GET', 'dissuasion', undefined, 'getQueueDissusasion'],
      ['GET', 'dissuasions', undefined, 'getQueueDissusasionList'],
      ['PUT', 'dissuasion/sound_file', '{"soundFile": "sales_newSoundFile"}', 'updateQueueDissuasion'],
      ['PUT', 'dissuasion/queue', '{"queueName": "sales_queue"}', 'updateQueueDissuasion'],
    ]
    for (const [method, path, data, operation] of asked) {
      const {status, body} = await ask(method, `${base}/queue/99/${path}`, data)
      expect([status, body]).toMatchObject([404, missing(`Unable to perform ${operation} on queue 99 - QueueNotFound`)])
    }
  })
})

describe('a request', () => {
  test('without the token, or with another, is refused', async () => {
    for (const headers of [{}, {'X-Auth-Token': ''}, {'X-Auth-Token': `${token}x`}]) {
      const {status, body} = await ask('GET', `${base}/users`, undefined, headers)
      expect([status, body.error]).toEqual([401, 'Unauthorized'])
    }
  })

  test('whose JSON says a thing twice is refused', async () => {
    const {status, body} = await ask('POST', `${base}/rights/user/jbond`, '{"type":"teacher","type":"admin"}')
    expect([status, body.error]).toEqual([400, 'InvalidJson'])
    expect((await ask('GET', `${base}/rights/user/jbond`)).body.error).toBe('ProfileNotFound')
  })

  test('for nothing that is there is answered with JSON', async () => {
    const {status, body} = await ask('GET', `${base}/nothing`)
    expect([status, body.error]).toEqual([404, 'NotFound'])
  })
})
