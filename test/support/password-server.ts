import {chown, writeFile} from 'node:fs/promises'
import {serverUser} from '../../src/embedded/server-user.ts'
import {type Server, useServer} from '../faults/server.ts'
import {makeTls} from '../faults/tls-cases.ts'

/** A separate database server without TLS that requires a password over TCP. */
export function usePasswordServer(): {server: Server; port: () => string} {
  let port = ''
  const server = useServer({
    prepare: async (directory) => {
      const settings = await makeTls(directory)
      port = settings.port ?? ''
      await writeFile(settings.hba_file ?? '', 'local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n')
      await chown(settings.hba_file ?? '', serverUser().uid, serverUser().gid)
      return {...settings, ssl: 'off', password_encryption: 'scram-sha-256'}
    },
  })
  return {server, port: () => port}
}
