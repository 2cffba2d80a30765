import {describe} from 'vitest'
import {useXivo} from '../support/xivo.ts'
import {agreement} from './agreement.ts'
import {binaryFuzz} from './binary-fuzz.ts'
import {fuzz} from './fuzz.ts'
import {roundTrip} from './round-trip.ts'
import {check} from './suite.ts'

describe('files', () => {
  const lanes = [useXivo(), useXivo()]
  for (const suite of [fuzz, agreement, binaryFuzz, roundTrip]) check(suite, lanes)
})
