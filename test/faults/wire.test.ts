import {describe} from 'vitest'
import {build} from '../support/binary.ts'
import {useXivo} from '../support/xivo.ts'
import {cuts} from './cuts.ts'
import {impatience} from './impatience.ts'
import {lostCommits} from './lost-commits.ts'
import {isFull} from './scale.ts'
import {check} from './suite.ts'

describe('the wire', () => {
  const lanes = [useXivo(), useXivo(), useXivo(), useXivo()]
  check(cuts, lanes.slice(0, 2))
  check(lostCommits, lanes, isFull ? () => build() : () => build(impatience))
})
