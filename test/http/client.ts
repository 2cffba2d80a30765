import createClient from 'openapi-fetch'
import type {paths} from './api-types.ts'

/** A program on a client that was generated from openapi.json: each operation of the API page once. */
export async function runPageOperations(baseUrl: string, token: string) {
  const client = createClient<paths>({baseUrl, headers: {'X-Auth-Token': token}})
  const login = {params: {path: {login: 'jbond'}}}
  const queue = {params: {path: {id: '3'}}}

  const users = await client.GET('/configmgt/api/1.0/users')
  const rights = await client.POST('/configmgt/api/1.0/rights/user/{login}', {
    ...login,
    body: {type: 'supervisor', data: {queueIds: [3, 2, 1, 7], recordingAccess: true}},
  })
  const readRights = await client.GET('/configmgt/api/1.0/rights/user/{login}', login)
  const deletedRights = await client.DELETE('/configmgt/api/1.0/rights/user/{login}', login)

  const list = await client.POST('/configmgt/api/1.0/callback_lists', {body: {name: 'newlist', queueId: 1}})
  const listUuid = list.data?.uuid ?? ''
  const request = await client.POST('/configmgt/api/1.0/callback_lists/{listUuid}/callback_requests', {
    params: {path: {listUuid}},
    body: {company: 'Cie', phoneNumber: '0298765432', firstName: 'Jack'},
  })
  const imported = await client.POST('/configmgt/api/1.0/callback_lists/{listUuid}/callback_requests/csv', {
    params: {path: {listUuid}, query: {onDuplicate: 'insert'}},
    body: 'phoneNumber|firstName\n0230210092|John\n0587963214|Alice\n',
    bodySerializer: (csv) => csv,
    headers: {'Content-Type': 'text/plain', Accept: 'application/json'},
  })
  const found = await client.POST('/configmgt/api/1.0/callback_requests/find', {
    body: {filters: [{field: 'phoneNumber', operator: '=', value: '0298765432'}], offset: 0, limit: 100},
  })
  const lists = await client.GET('/configmgt/api/1.0/callback_lists', {params: {query: {withRequest: 'true'}}})
  const deletedList = await client.DELETE('/configmgt/api/1.0/callback_lists/{uuid}', {
    params: {path: {uuid: listUuid}},
  })

  const agents = await client.GET('/configmgt/api/1.0/agent_config')
  const agent = await client.GET('/configmgt/api/1.0/agent_config/{id}', {params: {path: {id: '1'}}})

  const options = await client.GET('/configmgt/api/1.0/queue/{id}/dissuasions', queue)
  const [sound] = options.data?.dissuasions.soundFiles ?? []
  const soundFile = await client.PUT('/configmgt/api/1.0/queue/{id}/dissuasion/sound_file', {
    ...queue,
    body: {soundFile: sound?.soundFile ?? ''},
  })
  const queueName = await client.PUT('/configmgt/api/1.0/queue/{id}/dissuasion/queue', {
    ...queue,
    body: {queueName: 'switchboard'},
  })
  const dissuasion = await client.GET('/configmgt/api/1.0/queue/{id}/dissuasion', queue)
  const unknown = await client.GET('/configmgt/api/1.0/queue/{id}/dissuasion', {params: {path: {id: '4711'}}})

  return {
    users: users.data,
    rights: rights.data,
    readRights: readRights.data,
    deletedRights: deletedRights.data,
    list: list.data,
    request: request.data,
    imported: imported.data,
    found: found.data?.list,
    lists: lists.data,
    deletedList: deletedList.data?.callbacks,
    agents: agents.data,
    agent: agent.data,
    options: options.data,
    soundFile: soundFile.data?.soundFile,
    queueName: queueName.data?.queueName,
    dissuasion: dissuasion.data?.dissuasion,
    unknown: unknown.error?.error,
  }
}
