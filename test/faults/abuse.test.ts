import {describe} from 'vitest'
import {useXivo} from '../support/xivo.ts'
import {slowReaders, slowUploads, stops} from './abuse.ts'
import {isFull} from './scale.ts'
import {check} from './suite.ts'

describe('serve under abuse', () => {
  const xivo = useXivo()
  check(slowUploads, [xivo])
  check(stops, [xivo])
  if (isFull) check(slowReaders, [xivo])
})
