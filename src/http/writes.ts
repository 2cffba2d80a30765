import type {FastifyReply, FastifyRequest, RouteOptions} from 'fastify'
import {type TProperties, Type} from 'typebox'
import {type Changed, shownChange} from '../formats/changes.ts'
import {wordHint} from './remedies.ts'
import {Change, Strict, Switch} from './schemas.ts'
import {tagWritten} from './tags.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A POST that only reads. */
    reads?: true
  }
}

const dryRun = Switch('show what would change, and write nothing')

const rehearsal = {
  dryRun: Type.Optional(Type.Boolean({description: 'true in the answer to a dry run, otherwise absent'})),
  changes: Type.Optional(Type.Array(Change, {description: 'in a dry run: what would change'})),
  hints: Type.Optional(Type.Array(Type.String(), {description: 'in a dry run: remarks about the new state'})),
}

const writingMethods = ['POST', 'PUT', 'PATCH', 'DELETE']

/** Adds `dryRun`, and the fields of its answer, to a route that writes. */
export function rehearsable({method, schema, config}: RouteOptions): void {
  if (!writingMethods.includes(String(method)) || schema === undefined || schema.hide || config?.reads) return
  schema.querystring = Strict({...propertiesOf(schema.querystring), dryRun})
  const answers = Object.entries((schema.response ?? {}) as Record<string, unknown>)
  schema.response = Object.fromEntries(
    answers.flatMap(([status, answer]) =>
      status === '201'
        ? [
            [status, answer],
            ['200', rehearsed(answer)],
          ]
        : [[status, rehearsed(answer)]],
    ),
  )
}

/** The schema of a dry run's answer; of several content types, the JSON one. */
function rehearsed(answer: unknown): unknown {
  const {content} = answer as {content?: Record<string, {schema: unknown}>}
  if (content === undefined) return Type.Object({...propertiesOf(answer), ...rehearsal})
  const json = 'application/json'
  return {...(answer as object), content: {...content, [json]: {schema: rehearsed(content[json]?.schema)}}}
}

const propertiesOf = (schema: unknown) => (schema as {properties?: TProperties} | undefined)?.properties ?? {}

export const isRehearsal = ({query}: FastifyRequest) => (query as {dryRun?: unknown} | undefined)?.dryRun === 'true'

/**
 * Answers a write with this status, and of one object with the tag of its new state; a dry run keeps 200, and adds `dryRun` and
 * `changes`.
 */
export async function written<T extends object>(
  {xivo, routeOptions}: FastifyRequest,
  reply: FastifyReply,
  changed: Changed<T> | Promise<Changed<T>>,
  status = 200,
): Promise<T> {
  const {result, changes, hints, tag} = await changed
  if (!xivo.dryRun) {
    if (routeOptions.config.conditional || status === 201) tagWritten(reply, tag)
    reply.code(status)
    return result
  }
  return {
    ...result,
    dryRun: true,
    changes: changes.map(shownChange),
    ...(hints && {hints: hints.flatMap((hint) => wordHint(hint) ?? [])}),
  }
}
