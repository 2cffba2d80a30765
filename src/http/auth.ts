import {createHash, timingSafeEqual} from 'node:crypto'
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
  const known = tokens.map(digest)
  return (candidate) => {
    const given = digest(candidate)
    return known.map((each) => timingSafeEqual(each, given)).includes(true)
  }
}

/** All of one length, whatever was given. */
const digest = (text: string) => createHash('sha256').update(text).digest()

const unauthorized = () =>
  new AppError('refused', 'Unauthorized', 'the header X-Auth-Token is missing or wrong', {
    hints: ['its value is the token that the server was started with'],
  })
