import type {FastifyError, FastifyReply, FastifyRequest} from 'fastify'
import {translated} from '../context.ts'
import {AppError, type ErrorKind, errorDocument, invalid, type Problem, usage} from '../errors.ts'
import {shownChange} from '../formats/changes.ts'
import {MovedOn} from '../services/moved-on.ts'
import {limits} from './limits.ts'
import {codes, describe} from './log.ts'
import type {Failure} from './observation.ts'
import {wordHint} from './remedies.ts'

/** The HTTP status of each kind of error. */
const statuses: Record<ErrorKind, number> = {
  usage: 400,
  invalid: 400,
  'not-found': 404,
  refused: 403,
  unavailable: 503,
  conflict: 409,
  'outcome-unknown': 500,
  interrupted: 503,
  terminated: 503,
  bug: 500,
}

/** Codes whose status differs from that of their kind. */
const statusOfCode: Partial<Record<string, number>> = {Unauthorized: 401, TooManyRequests: 429, PreconditionFailed: 412}

const RETRY_AFTER_SECONDS = 5

/** The message that the API page prints for this failure; the error's own message then goes to `detail`. */
type Wording = (error: AppError) => string | undefined

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The API page's messages for failures of this route. */
    wording?: (request: FastifyRequest) => Wording
    /** The location in the body of a service's field, unless it is at the top level under the same name. */
    pointers?: Record<string, string>
  }
}

/** Answers every failure in the same form: `{error, message, …}`, always JSON. */
export function answerError(thrown: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const {error, status} = noteFailure(thrown, request, reply)
  if (status === 413) reply.header('connection', 'close')
  if (status === 503) reply.header('retry-after', String(RETRY_AFTER_SECONDS))
  if (error instanceof MovedOn && error.tag !== undefined) reply.header('etag', `"${error.tag}"`)
  const {message, errors, ...document} = errorDocument(error, wordHint)
  const worded = request.routeOptions.config.wording?.(request)(error)
  const sentence = error.kind === 'bug' ? 'an unexpected error: see the log of the server' : message
  return reply
    .code(status)
    .type('application/json; charset=utf-8')
    .serializer((body) => JSON.stringify(body))
    .send({
      ...document,
      ...(errors && {errors: errors.map((problem) => pointed(problem, request))}),
      ...(error instanceof MovedOn && {changes: error.changes.map(shownChange)}),
      message: worded ?? sentence,
      ...(worded !== undefined && {detail: message}),
    })
}

/** A failure as it is answered and as it is logged. */
export function noteFailure(thrown: unknown, {xivo}: FastifyRequest, reply: FastifyReply) {
  const error = asAppError(xivo ? translated(xivo, thrown) : thrown)
  const status = statusOf(thrown, error)
  reply.failure = failureOf(thrown, error, status)
  return {error, status}
}

function asAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown
  if (isFastifyError(thrown)) return ofFastify(thrown)
  return new AppError('bug', 'UnhandledError', 'unexpected', {cause: thrown})
}

const isFastifyError = (thrown: unknown): thrown is FastifyError =>
  thrown instanceof Error && 'statusCode' in thrown && Number(thrown.statusCode) < 500

/** Replacements for framework messages that quote long input or name no value. */
const sentences: Partial<Record<string, string>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: `the body is longer than ${limits.jsonBodyBytes} bytes`,
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'the header Content-Type cannot be read',
  FST_ERR_BAD_URL: 'the path cannot be read: it must be percent-encoded UTF-8',
  FST_ERR_MAX_PARAM_LENGTH: 'a part of the path is too long',
}

function ofFastify({code, validation, validationContext, message}: FastifyError): AppError {
  if (validation === undefined) return usage(sentences[code] ?? message)
  const problems = validation.map(({instancePath, params, message}): Problem => {
    const [missing = ''] = [params.missingProperty ?? params.additionalProperty ?? []].flat().map(String)
    const pointer = missing === '' ? instancePath : `${instancePath}/${escaped(missing)}`
    const where = validationContext === 'body' ? {pointer} : {column: pointer.slice(1)}
    return {...where, reason: message ?? 'is not valid'}
  })
  const [first] = problems
  const where = [validationContext, first?.pointer ?? first?.column].filter(Boolean).join(' ')
  return invalid(`${where}: ${first?.reason}`, {problems})
}

/** A name as a segment of a JSON pointer (RFC 6901). */
const escaped = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1')

/** Services name the field; for a JSON body, the answer points to its location. */
function pointed(problem: Problem, {body, routeOptions: {config}}: FastifyRequest): Problem {
  const {column, line, ...rest} = problem
  if (column === undefined || line !== undefined || !isJson(body)) return problem
  return {pointer: config.pointers?.[column] ?? `/${escaped(column)}`, ...rest}
}

const isJson = (body: unknown) => typeof body === 'object' && body !== null && !(Symbol.asyncIterator in body)

/** Errors of the framework keep their own status: 404, 405, 413, 415. */
function statusOf(thrown: unknown, {kind, code}: AppError): number {
  if (isFastifyError(thrown)) return thrown.statusCode ?? 400
  return statusOfCode[code] ?? statuses[kind]
}

/** The cause for the log: only the code of a database or system error; the location of a bug. */
function failureOf(thrown: unknown, {code}: AppError, status: number): Failure {
  if (status < 500) return {error: code}
  return {error: code, ...(status === 503 ? codes(causeOf(thrown)) : describe(thrown))}
}

/** The answer has the code of an AppError, but not its cause. */
const causeOf = (thrown: unknown) => (thrown instanceof AppError ? thrown.cause : thrown)
