import {describe} from 'vitest'
import {useXivo} from '../support/xivo.ts'
import {malformed} from './malformed.ts'
import {databaseRestarts, endedSessions} from './serve-outages.ts'
import {useServer} from './server.ts'
import {check} from './suite.ts'

describe('serve', () => {
  const xivo = useXivo()
  check(endedSessions, [xivo])
  check(malformed, [xivo])
})

describe('serve on a database server of its own', () => {
  check(databaseRestarts, [useServer()])
})
