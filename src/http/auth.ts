import {timingSafeEqual} from 'node:crypto'
import type {FastifyReply, FastifyRequest} from 'fastify'
import {AppError} from '../errors.ts'
import {addressOf, isLocal} from './callers.ts'
import type {FailedLogins} from './failed-logins.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Requires no token: for all clients, or for clients on this machine. */
    open?: true | 'locally'
  }
}

/** Accepts requests that have one of these tokens or need none; throws the error to answer for all others. */
export function doorkeeper(tokens: readonly string[], failedLogins: FailedLogins) {
  const isKnown = tokenChecker(tokens)
  return (request: FastifyRequest, reply: FastifyReply): void => {
    const {open} = request.routeOptions.config
    if (request.is404 || open === true || (open === 'locally' && isLocal(request.raw))) return
    const token = request.headers['x-auth-token']
    if (typeof token === 'string' && isKnown(token)) return
    // A request without a token is not a guess.
    const address = addressOf(request.raw)
    const tooMany = token === undefined ? undefined : failedLogins.add(address)
    if (tooMany) reply.header('retry-after', String(failedLogins.secondsLeft(address)))
    throw tooMany ?? unauthorized()
  }
}

/** Compares a token with these in constant time. */
export function tokenChecker(tokens: readonly string[]): (candidate: string) => boolean {
  // One byte longer than the longest token, so that a longer value cannot match.
  const room = Math.max(...tokens.map((token) => Buffer.byteLength(token))) + 1
  const padded = (token: string, encoding: BufferEncoding) => {
    const bytes = Buffer.alloc(room)
    bytes.write(token, encoding)
    return bytes
  }
  const known = tokens.map((token) => padded(token, 'utf8'))
  return (candidate) => {
    // Node decodes headers as Latin-1; a header cannot hold a NUL byte.
    const given = padded(candidate, 'latin1')
    return known.map((each) => timingSafeEqual(each, given)).includes(true)
  }
}

const unauthorized = () =>
  new AppError('refused', 'Unauthorized', 'the header X-Auth-Token is missing or wrong', {
    hints: ['its value is the token that the server was started with'],
  })
