import type {JudgedFile} from './verdict.ts'

/** What is known from a file's bytes. */
export interface Content extends Pick<JudgedFile, 'verdict' | 'seconds' | 'opens'> {
  faults: string[]
  /** What callers notice, or may notice. */
  remarks: string[]
  /** Samples per second. */
  rate?: number
  channels?: number
  bits?: number
  /** Where the samples are, if they can be measured. */
  samples?: Samples
}

/** Samples of 16 bits, low byte first, or of 8 bits in one of the two laws of G.711. */
export interface Samples {
  law?: 'alaw' | 'ulaw'
  at: number
  until: number
  perSecond: number
}

export const unplayable = (...faults: string[]): Content => ({
  ...{verdict: 'does not play', faults, remarks: [], opens: false},
})

/** Asterisk says that it has played it. */
export const empty = (): Content => ({...heard(0), verdict: 'plays nothing', faults: ['it is empty']})

export const heard = (seconds: number): Content => ({
  ...{verdict: 'plays', faults: [], remarks: [], opens: true, seconds},
})
