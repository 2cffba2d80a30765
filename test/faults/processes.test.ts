import {describe} from 'vitest'
import {useXivo} from '../support/xivo.ts'
import {kills} from './kills.ts'
import {pairs} from './pairs.ts'
import {recomputeKills} from './recompute-kills.ts'
import {check} from './suite.ts'
import {killsOfWaiting} from './waiting.ts'

describe('processes', () => {
  const lanes = [useXivo(), useXivo()]
  for (const suite of [kills, killsOfWaiting, recomputeKills, pairs]) check(suite, lanes)
})
