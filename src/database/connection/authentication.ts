import {unavailable} from '../../errors.ts'
import type {authenticationMethods} from '../../formats/connection-parameters.ts'

type Method = (typeof authenticationMethods)[number]

/** Rules for how the server may authenticate us. */
interface Rule {
  host: string
  /** As libpq's `require_auth`. */
  authentication: string | undefined
  boundToChannel: boolean
}

/** The events of node-postgres' connection. */
interface Events {
  prependListener: (event: string, listener: (message?: {mechanisms?: string[]}) => void) => unknown
  on: (event: string, listener: () => void) => unknown
}

/** Calls `refuse` before an answer is sent to a server that asks in a way which the rule excludes. */
export function watchAuthentication(connection: Events, rule: Rule, refuse: (error: Error) => void): void {
  const {host, authentication, boundToChannel} = rule
  if (authentication === undefined && !boundToChannel) return
  let isOffered = false
  let isProven = false
  let asked: Method = 'none'
  const judge = (method: Method) => {
    asked = method
    if (!isAccepted(method, authentication))
      refuse(untrusted(host, `requested the authentication '${method}', which require_auth does not allow`))
    else if (boundToChannel && !isOffered)
      refuse(untrusted(host, 'did not offer channel binding, which channel_binding=require demands'))
  }
  connection.prependListener('authenticationCleartextPassword', () => judge('password'))
  connection.prependListener('authenticationMD5Password', () => judge('md5'))
  connection.prependListener('authenticationSASL', (message) => {
    isOffered = message?.mechanisms?.includes('SCRAM-SHA-256-PLUS') ?? false
    judge('scram-sha-256')
  })
  // Behind the listener of node-postgres, which has checked the signature, or reported an error.
  connection.on('authenticationSASLFinal', () => {
    isProven = true
  })
  connection.prependListener('authenticationOk', () => {
    judge(asked)
    if (asked === 'scram-sha-256' && !isProven)
      refuse(untrusted(host, 'did not prove that it knows the password: it may be an impostor'))
  })
}

function isAccepted(method: Method, authentication: string | undefined): boolean {
  const named = authentication?.split(',') ?? []
  const excluded = named.filter((each) => each.startsWith('!')).map((each) => each.slice(1))
  return excluded.length > 0 ? !excluded.includes(method) : named.length === 0 || named.includes(method)
}

const untrusted = (host: string, what: string) => unavailable(`the database server at ${host} ${what}`)
