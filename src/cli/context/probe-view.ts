import type {Probe} from '../../services/probe.ts'

/** The result of a connection test, for people. */
export const probeFields = ({version, database, role, tls, missing, pending, readOnly}: Probe) => ({
  server: `PostgreSQL ${version}`,
  database,
  role,
  TLS: tls ?? 'no, unencrypted',
  "XiVO's tables": missing.length === 0 ? 'there' : `missing or different: ${missing.join(', ')}`,
  "xivoctl's tables": pending.length === 0 ? 'there' : "missing or incomplete: run 'xivoctl db init'",
  writing: readOnly ?? 'possible',
})
