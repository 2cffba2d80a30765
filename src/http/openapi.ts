import swagger from '@fastify/swagger'
import type {FastifySchema, RouteOptions} from 'fastify'
import type {OpenAPIV3_1} from 'openapi-types'
import manifest from '../../package.json' with {type: 'json'}
import {siteSchema} from '../formats/site-schema.ts'
import type {Server} from './app.ts'
import {OWN_API} from './bases.ts'
import {titled} from './named-schemas.ts'
import {rolesOf} from './roles.ts'
import {Failure} from './schemas.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The schema of the body for clients, when its own says less. */
    described?: object
  }
}

/** Path of the page and the document. Links in both are relative: a proxy may serve them below any path. */
export const DESCRIPTION = '/configmgt/api'

const tags = {
  Profiles: 'which users are administrators, supervisors or teachers, and what they may see',
  Callbacks: 'callback lists, requests, periods and imports',
  Agents: 'agents and the queues that they serve',
  Queues: 'queues and their dissuasions (what callers hear when no agent can answer), agent groups and incalls',
  Running: "for operators, at the server's root; a proxy does not have to forward it",
}

const tagOfNoun: Record<string, keyof typeof tags> = {
  users: 'Profiles',
  rights: 'Profiles',
  agent_config: 'Agents',
  queue: 'Queues',
  queues: 'Queues',
  groups: 'Queues',
  incalls: 'Queues',
  dissuasions: 'Queues',
  dissuasion_sounds: 'Queues',
  health: 'Running',
  ready: 'Running',
  metrics: 'Running',
}

/** Relative to the folder of the document. */
const ROOT = DESCRIPTION.split('/').slice(1).fill('..').join('/')

const failures = {
  400: ['BadRequest', 'the request is invalid; nothing was written'],
  401: ['Unauthorized', 'the token is missing or wrong'],
  403: ['Forbidden', "the token's role is not sufficient"],
  404: ['NotFound', 'something that the request names does not exist'],
  409: [
    'Conflict',
    'a name in the request is ambiguous or already taken, or another process is changing the same data',
  ],
  412: ['PreconditionFailed', 'the object has changed since it was read; nothing was written'],
  503: ['Unavailable', 'the database or the sound directory is unavailable; nothing was written'],
  default: ['OtherFailure', 'any other failure'],
} as const

/** Documents, in OpenAPI 3.1, each route that is registered after this call and has a summary, from its schema. */
export async function describeApi(app: Server, bases: readonly string[]): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'XiVO configuration server API',
        version: manifest.version,
        description:
          "The API of the XiVO configuration server below /configmgt, and xivoctl's own routes below /xivoctl: rights, callbacks, agents, queues, dissuasions.",
        license: {name: 'MIT', identifier: 'MIT'},
      },
      servers: [{url: ROOT, description: 'the root of the server, relative to this document'}],
      security: [{token: []}],
      tags: Object.entries(tags).map(([name, description]) => ({name, description})),
      components: {
        securitySchemes: {
          token: {
            type: 'apiKey',
            in: 'header',
            name: 'X-Auth-Token',
            description: 'one of the tokens of the server',
          },
        },
        schemas: {Failure: Failure as object},
        responses: Object.fromEntries(
          Object.entries(failures).map(([status, [name, description]]) => [name, answer(status, description)]),
        ),
      },
    },
    stripBasePath: false,
    convertConstToEnum: false,
    transform: ({schema, url, route}) => {
      if (schema?.summary === undefined) return {schema: {hide: true}, url}
      const base = bases.find((each) => url.startsWith(`${each}/`)) ?? ''
      return {schema: described(schema, url.slice(base.length), route), url}
    },
    transformObject: (document) =>
      'openapiObject' in document ? finished(document.openapiObject as OpenAPIV3_1.Document) : document.swaggerObject,
  })
  app.get(`${DESCRIPTION}/openapi.json`, {config: {open: true}, schema: {hide: true}}, async () => app.swagger())
  app.get(`${OWN_API}/configuration.schema.json`, {config: {open: true}, schema: {hide: true}}, async () => siteSchema)
}

function answer(status: string, description: string) {
  const retry = {description: 'seconds to wait before retrying', schema: {type: 'integer' as const}}
  return {
    description,
    ...(status === '503' ? {headers: {'Retry-After': retry}} : {}),
    content: {'application/json': {schema: {$ref: '#/components/schemas/Failure'}}},
  }
}

function described(schema: FastifySchema, path: string, {method, url, config}: RouteOptions): FastifySchema {
  const {body, consumes} = schema
  return {
    ...schema,
    operationId: schema.operationId ?? operationId(String(method), path),
    ...(!config?.open && {description: `requires the role ${rolesOf({method, url, config}).join(' or ')}`}),
    ...(config?.open && {security: config.open === 'locally' ? [{}, {token: []}] : []}),
    tags: [tagOfNoun[path.split('/')[1] ?? ''] ?? 'Callbacks'],
    ...(config?.described && {body: config.described}),
    // A streamed body has no type for the server, but it has one for clients.
    ...(body !== undefined && consumes !== undefined && {body: {...body, type: 'string'}}),
  }
}

/** `PUT /queue/:id/dissuasion/queue` is putQueueDissuasionQueue, `GET /agent_config/:id` is getAgentConfigById. */
function operationId(method: string, path: string): string {
  const segments = path.split('/').filter(Boolean)
  const words = segments.flatMap((segment, index) => {
    if (!segment.startsWith(':')) return segment.split('_')
    return index === segments.length - 1 ? ['by', segment.slice(1)] : []
  })
  return method.toLowerCase() + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
}

function finished(document: OpenAPIV3_1.Document): OpenAPIV3_1.Document {
  for (const path of Object.values(document.paths ?? {})) {
    for (const operation of Object.values(path ?? {}) as OpenAPIV3_1.OperationObject[]) addFailures(operation)
  }
  return titled(document)
}

/** 404 and 409 apply to requests that name something, 401 and 403 to those that require a token, 412 to those that take a condition. */
function addFailures(operation: OpenAPIV3_1.OperationObject): void {
  const names =
    operation.requestBody !== undefined || operation.parameters?.some((each) => 'in' in each && each.in === 'path')
  const isConditional = operation.parameters?.some((each) => 'name' in each && each.name === 'if-match')
  const impossible = [
    ...(names ? [] : ['404', '409']),
    ...(operation.security?.length === 0 ? ['401', '403'] : []),
    ...(isConditional ? [] : ['412']),
  ]
  const responses = operation.responses ?? {}
  for (const response of Object.values(responses)) {
    if ('description' in response && response.description === 'Default Response') response.description = 'done'
  }
  for (const [status, [name]] of Object.entries(failures)) {
    if (impossible.includes(status)) continue
    responses[status] ??= {$ref: `#/components/responses/${name}`}
  }
}
