import {describe} from 'vitest'
import {useServer} from './server.ts'
import {check} from './suite.ts'
import {makeTls, overTls} from './tls-cases.ts'

describe('TLS', () => {
  check(overTls, [useServer({prepare: makeTls})])
})
