import pg from 'pg'
import type {Server} from './server.ts'
import {socketTo} from './socket-to.ts'

/** The key with which PostgreSQL accepts cancellations for a connection. */
interface Key {
  processID: number
  secretKey: number
}

/** What the types of node-postgres leave out. */
interface Messenger extends pg.Connection {
  connect: (port: number, host: string) => void
  requestSsl: () => void
  cancel: (processID: number, secretKey: number) => void
}

/** Sends a cancel request over a connection of its own, without login, and through TLS where that server is spoken to through TLS. */
export function sendCancel(server: Server, {processID, secretKey}: Key): Messenger {
  const {host, port, config} = server
  const options = {ssl: config.ssl, sslNegotiation: config.sslnegotiation, stream: () => socketTo(server)}
  const messenger = new pg.Connection(options as pg.ConnectionConfig) as Messenger
  const send = () => {
    messenger.cancel(processID, secretKey)
    messenger.stream.end()
  }
  messenger.on('sslconnect', send)
  messenger.on('connect', () => {
    if (!config.ssl) send()
    else if (config.sslnegotiation !== 'direct') messenger.requestSsl()
  })
  messenger.connect(port, host)
  return messenger
}
