import {timingSafeEqual} from 'node:crypto'
import type {FastifyReply, FastifyRequest} from 'fastify'
import {AppError} from '../errors.ts'
import {addressOf, isLocal} from './callers.ts'
import type {FailedLogins} from './failed-logins.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Answered without a token: to whoever asks, or to whoever asks on this machine. */
    open?: true | 'locally'
  }
}

/** Lets requests in that have a token of these, or need none; throws what the others are to be answered. */
export function doorkeeper(tokens: readonly string[], failedLogins: FailedLogins) {
  const isKnown = tokenChecker(tokens)
  return (request: FastifyRequest, reply: FastifyReply): void => {
    const {open} = request.routeOptions.config
    if (request.is404 || open === true || (open === 'locally' && isLocal(request.raw))) return
    const token = request.headers['x-auth-token']
    if (typeof token === 'string' && isKnown(token)) return
    // Who sent no token has not guessed.
    const address = addressOf(request.raw)
    const tooMany = token === undefined ? undefined : failedLogins.add(address)
    if (tooMany) reply.header('retry-after', String(failedLogins.secondsLeft(address)))
    throw tooMany ?? unauthorized()
  }
}

/** Tells whether a token is one of these, in a time that says nothing about how near it came. */
export function tokenChecker(tokens: readonly string[]): (candidate: string) => boolean {
  // With room for a byte more than any has: one that is too long shows.
  const room = Math.max(...tokens.map((token) => Buffer.byteLength(token))) + 1
  const padded = (token: string, encoding: BufferEncoding) => {
    const bytes = Buffer.alloc(room)
    bytes.write(token, encoding)
    return bytes
  }
  const known = tokens.map((token) => padded(token, 'utf8'))
  return (candidate) => {
    // Node hands the bytes of a header over as Latin-1; none of them is 0.
    const given = padded(candidate, 'latin1')
    return known.map((each) => timingSafeEqual(each, given)).includes(true)
  }
}

const unauthorized = () =>
  new AppError('refused', 'Unauthorized', 'the header X-Auth-Token is missing or wrong', {
    hints: ['its value is the token that the server was started with'],
  })
