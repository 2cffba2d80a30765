import pg from 'pg'
import {AppError, unavailable} from '../../errors.ts'
import type {Tls} from './tls.ts'

/** What is known about a failed connection. */
export interface Attempt {
  host: string
  tls: Tls
  /** The server does not support TLS. */
  refusedTls: boolean
}

/** Why the connection failed, and how to fix it. PostgreSQL's own errors are handled elsewhere. */
export function whyUnreachable(error: unknown, {host, tls, refusedTls}: Attempt): unknown {
  if (error instanceof AppError) return error
  if (error instanceof pg.DatabaseError) return wantsTls(error, tls) ?? error
  if (refusedTls)
    return unavailable(`the database server at ${host} does not support TLS`, {cause: error, hints: inClear(tls)})
  const hint = certificateHint(error)
  if (hint === undefined) return unreachable(error)
  return unavailable(`the certificate of the database server at ${host} cannot be verified: ${reasonOf(error)}`, {
    cause: error,
    hints: [hint, unproven(tls)],
  })
}

export const unreachable = (error: unknown): AppError =>
  unavailable(`the database cannot be reached: ${reasonOf(error)}`, {
    cause: error,
    hints: [{run: 'doctor'}],
  })

/** Does `sslmode=prefer` require another attempt without TLS? */
export const mayGoOnInClear = (error: unknown, {tls, refusedTls}: Attempt): boolean =>
  tls.mode === 'prefer' && (refusedTls || isNotLetIn(error))

/** No line of pg_hba.conf lets in. PostgreSQL's code says the same of a role that does not exist; its text may be in any language. */
const isNotLetIn = (error: unknown): error is pg.DatabaseError =>
  error instanceof pg.DatabaseError && error.code === '28000' && error.routine !== 'InitializeSessionUserId'

function wantsTls(error: pg.DatabaseError, {mode, byDefault}: Tls): AppError | undefined {
  if (!isNotLetIn(error) || mode !== 'disable' || !byDefault) return undefined
  return unavailable(`the database rejected the login: ${error.message}`, {
    cause: error,
    hints: ['if the server requires TLS, add sslmode=require to the database URL'],
  })
}

function reasonOf(error: unknown): string {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error
  return first instanceof Error ? first.message : String(first)
}

const ASKED =
  'sslmode=verify-full, the default for a server on another machine, requires a certificate that can be verified'

const inClear = ({byDefault}: Tls) => [
  ...(byDefault ? [ASKED] : []),
  'set ssl = on on the server; or, on a network that you trust, add sslmode=disable to the database URL to connect without encryption',
]

const unproven = ({byDefault}: Tls) =>
  `${byDefault ? `${ASKED}; ` : ''}sslmode=require encrypts without verifying the server, sslmode=disable does not encrypt`

/** OpenSSL's reasons, by the name that Node gives them. */
function certificateHint(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (/ISSUER_CERT|SELF_SIGNED|VERIFY_LEAF/.test(code)) {
    return 'add sslrootcert=FILE (the authority that signed it) or sslrootcert=system (the authorities that this machine trusts) to the database URL'
  }
  if (/ALTNAME|HOSTNAME/.test(code)) {
    return 'use the host name that is in the certificate, or sslmode=verify-ca with sslrootcert=FILE, which does not check the name'
  }
  return /^CERT_/.test(code) ? 'install a currently valid certificate on the server' : undefined
}
