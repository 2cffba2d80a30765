import type {FastifyReply, FastifyRequest, RouteOptions} from 'fastify'
import {Type} from 'typebox'
import {usage} from '../errors.ts'
import {digest} from '../formats/digest.ts'
import type {Condition, Tags} from '../formats/tags.ts'
import {quoted} from './refusal.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Writes one object that a GET shows: accepts `If-Match`. */
    conditional?: true
  }
  interface FastifyReply {
    /** Of the state of the object that is answered. */
    tag: string | null
  }
}

const header = (description: string) => Type.Optional(Type.String({description}))

const Conditions = Type.Object({
  'if-match': header(
    'the ETag of the object as it was read; if the object has changed since, answers 412 and writes nothing',
  ),
  'if-none-match': header('`*`: if the object exists, answers 412 and writes nothing'),
})

/** Documents the conditional headers of the routes that take them. */
export function conditional({schema, config}: RouteOptions): void {
  if (schema && config?.conditional) schema.headers = Conditions
}

/** Remembers the tag of the state of what is answered. */
export function tagged<T>(reply: FastifyReply, {found, tag}: {found: T; tag: string}): T {
  reply.tag = tag
  return found
}

/**
 * The ETag of an answer: the tag of the object's state, which a later write is compared with, and the hash of the answer, which
 * may change without it.
 */
const entityTag = (tag: string | null, payload: string) => `"${tag ?? ''}.${digest(payload)}"`

/** Adds an ETag to answers to GET; answers 304 if the client already has it. */
export function tagAnswer(request: FastifyRequest, reply: FastifyReply, payload: unknown): unknown {
  if (request.method !== 'GET' || reply.statusCode !== 200 || typeof payload !== 'string') return payload
  const tag = entityTag(reply.tag, payload)
  reply.header('etag', tag)
  const known = request.headers['if-none-match']
  if (known === undefined || !(known === '*' || entityTags(known).includes(tag))) return payload
  reply.code(304).removeHeader('content-type')
  return null
}

/** Puts the tag of the new state of an object on the answer to its write. */
export function tagWritten(reply: FastifyReply, tag: string | undefined): void {
  if (tag !== undefined && !reply.request.xivo.dryRun) reply.header('etag', `"${tag}"`)
}

/** What the header demands of the object of a write. */
export function conditionOf({headers, method, routeOptions: {config, url}}: FastifyRequest): Condition | undefined {
  const {'if-match': match, 'if-none-match': noneMatch} = headers
  if (method === 'GET' || method === 'HEAD' || (match === undefined && noneMatch === undefined)) return undefined
  if (!config.conditional) {
    throw usage(`${method} ${url} does not accept If-Match or If-None-Match: nothing was done`, {
      hints: ['only requests that change or delete a single object that a GET returns accept them: omit the header'],
    })
  }
  return {
    ...(match !== undefined && {match: stateTags(match)}),
    ...(noneMatch !== undefined && {noneMatch: stateTags(noneMatch)}),
  }
}

const shape = /^\s*(?:W\/)?"[^"]*"(?:\s*,\s*(?:W\/)?"[^"]*")*\s*$/

/** A proxy that compresses an answer weakens its tag; what the tag says of the state stays true. */
function entityTags(header: string): string[] {
  if (!shape.test(header)) {
    throw usage(`${quoted(header)} is not an ETag: nothing was done`, {
      hints: ['send the value of the header ETag as it was answered, with its quotes'],
    })
  }
  return header.match(/"[^"]*"/g) ?? []
}

const stateTags = (header: string): Tags =>
  header.trim() === '*' ? '*' : entityTags(header).map((each) => each.slice(1, -1).replace(/\..*$/, ''))
