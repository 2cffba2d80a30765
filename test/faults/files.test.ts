import {describe} from 'vitest'
import {useXivo} from '../support/xivo.ts'
import {agreement} from './agreement.ts'
import {binaryFuzz} from './binary-fuzz.ts'
import {fuzz} from './fuzz.ts'
import {excelRoundTrip, roundTrip, workbookRoundTrip} from './round-trip.ts'
import {sheetBinaryFuzz, sheetFuzz} from './sheet-fuzz.ts'
import {check} from './suite.ts'

describe('files', () => {
  const lanes = [useXivo(), useXivo()]
  for (const suite of [
    fuzz,
    agreement,
    binaryFuzz,
    roundTrip,
    workbookRoundTrip,
    excelRoundTrip,
    sheetFuzz,
    sheetBinaryFuzz,
  ])
    check(suite, lanes)
})
