import {timingSafeEqual} from 'node:crypto'
import type {FastifyReply, FastifyRequest} from 'fastify'
import {AppError, refused} from '../errors.ts'
import type {Token} from '../formats/tokens.ts'
import {addressOf, isLocal} from './callers.ts'
import type {FailedLogins} from './failed-logins.ts'
import {rolesOf} from './roles.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Requires no token: for all clients, or for clients on this machine. */
    open?: true | 'locally'
  }
  interface FastifyRequest {
    /** The name of the token that was sent. */
    caller: string | null
  }
}

/**
 * `letIn` accepts requests that need no token, or have one of these whose role is sufficient, and notes its name; throws the error
 * to answer for all others. `accept` replaces the tokens.
 */
export function doorkeeper(tokens: readonly Token[], failedLogins: FailedLogins) {
  let find = tokenFinder(tokens)
  const accept = (others: readonly Token[]) => {
    find = tokenFinder(others)
  }
  const letIn = (request: FastifyRequest, reply: FastifyReply): void => {
    const {open} = request.routeOptions.config
    if (request.is404 || open === true || (open === 'locally' && isLocal(request.raw))) return
    const sent = request.headers['x-auth-token']
    const token = typeof sent === 'string' ? find(sent) : undefined
    if (token) {
      request.caller = token.name ?? null
      refuseBeyond(token, request)
      return
    }
    // A request without a token is not a guess.
    const address = addressOf(request)
    const tooMany = sent === undefined ? undefined : failedLogins.add(address)
    if (tooMany) reply.header('retry-after', String(failedLogins.secondsLeft(address)))
    throw tooMany ?? unauthorized()
  }
  return {letIn, accept}
}

/** Finds the token that a client sent, in constant time. */
export function tokenFinder(tokens: readonly Token[]): (candidate: string) => Token | undefined {
  // One byte longer than the longest token, so that a longer value cannot match.
  const room = Math.max(...tokens.map(({secret}) => Buffer.byteLength(secret))) + 1
  const padded = (token: string, encoding: BufferEncoding) => {
    const bytes = Buffer.alloc(room)
    bytes.write(token, encoding)
    return bytes
  }
  const known = tokens.map(({secret}) => padded(secret, 'utf8'))
  return (candidate) => {
    // Node decodes headers as Latin-1; a header cannot hold a NUL byte.
    const given = padded(candidate, 'latin1')
    return tokens[known.map((each) => timingSafeEqual(each, given)).indexOf(true)]
  }
}

const unauthorized = () =>
  new AppError('refused', 'Unauthorized', 'the header X-Auth-Token is missing or wrong', {
    hints: ['its value is one of the tokens of this server'],
  })

function refuseBeyond({role, name}: Token, {method, routeOptions: {url = '', config}}: FastifyRequest): void {
  const sufficient = rolesOf({method, url, config})
  if (sufficient.includes(role)) return
  const whose = name === undefined ? 'the token' : `the token '${name}'`
  throw refused(`${whose} has the role ${role}: ${method} ${url} requires the role ${sufficient.join(' or ')}`, {
    hints: ['the administrator of this server can give the token a name and a role'],
  })
}
