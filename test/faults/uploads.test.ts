import {describe} from 'vitest'
import {useXivo} from '../support/xivo.ts'
import {check} from './suite.ts'
import {uploads} from './uploads.ts'

describe('uploads', () => check(uploads, [useXivo(), useXivo()]))
