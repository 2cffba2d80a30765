import {unavailable} from '../../errors.ts'
import type {authenticationMethods} from '../../formats/connection-parameters.ts'

type Method = (typeof authenticationMethods)[number]

/** What must be true of the way in which the server asks who one is. */
interface Rule {
  host: string
  /** As libpq's `require_auth`. */
  authentication: string | undefined
  boundToChannel: boolean
}

/** The events of node-postgres' connection. */
interface Events {
  prependListener: (event: string, listener: (message?: {mechanisms?: string[]}) => void) => unknown
}

/** Calls `refuse` before an answer is sent to a server that asks in a way which the rule excludes. */
export function watchAuthentication(connection: Events, rule: Rule, refuse: (error: Error) => void): void {
  const {host, authentication, boundToChannel} = rule
  if (authentication === undefined && !boundToChannel) return
  let isBound = false
  let asked: Method = 'none'
  const judge = (method: Method) => {
    asked = method
    if (!isAccepted(method, authentication)) refuse(notAccepted(host, `'${method}', which require_auth excludes`))
    else if (boundToChannel && !isBound) refuse(notAccepted(host, 'without channel binding'))
  }
  connection.prependListener('authenticationCleartextPassword', () => judge('password'))
  connection.prependListener('authenticationMD5Password', () => judge('md5'))
  connection.prependListener('authenticationSASL', (message) => {
    isBound = message?.mechanisms?.includes('SCRAM-SHA-256-PLUS') ?? false
    judge('scram-sha-256')
  })
  connection.prependListener('authenticationOk', () => judge(asked))
}

function isAccepted(method: Method, authentication: string | undefined): boolean {
  const named = authentication?.split(',') ?? []
  const excluded = named.filter((each) => each.startsWith('!')).map((each) => each.slice(1))
  return excluded.length > 0 ? !excluded.includes(method) : named.length === 0 || named.includes(method)
}

const notAccepted = (host: string, what: string) => unavailable(`the database server at ${host} authenticates ${what}`)
