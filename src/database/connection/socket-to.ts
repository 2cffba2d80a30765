import {Socket} from 'node:net'

/** A path, or, with `@`, a name in Linux's abstract namespace. */
export const isUnixSocket = (host: string) => /^[/@]/.test(host)

/** A socket that connects to this server: node-postgres knows no names in the abstract namespace. */
export function socketTo({host, port}: {host: string; port: number}): Socket {
  const socket = new Socket()
  if (!isUnixSocket(host)) return socket
  const connect = socket.connect.bind(socket)
  const path = `${host.replace(/^@/, '\0')}/.s.PGSQL.${port}`
  return Object.assign(socket, {connect: () => connect({path})})
}
