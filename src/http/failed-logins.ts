import {LRUCache} from 'lru-cache'
import {AppError} from '../errors.ts'

export interface FailedLoginLimit {
  /** Wrong tokens that one address may send in a window. */
  most: number
  windowMs: number
  /** Addresses that are remembered; of more, the ones longest not seen are forgotten. */
  addresses: number
}

const standard: FailedLoginLimit = {most: 10, windowMs: 60_000, addresses: 10_000}

/**
 * Counts wrong tokens by address. An address with too many gets TooManyRequests for every further wrong one, and never for a
 * right one: whoever guesses from behind the proxy of the applications must not be able to shut them out.
 */
export class FailedLogins {
  readonly limit: FailedLoginLimit
  private readonly counts: LRUCache<string, number>

  constructor(limit: Partial<FailedLoginLimit> = {}) {
    this.limit = {...standard, ...limit}
    this.counts = new LRUCache({max: this.limit.addresses, ttl: this.limit.windowMs, updateAgeOnGet: false})
  }

  /** How many addresses are remembered. */
  get size(): number {
    return this.counts.size
  }

  /** What a wrong token from there is to be answered with, when it is one too many. */
  add(address: string): AppError | undefined {
    const failures = (this.counts.get(address) ?? 0) + 1
    this.counts.set(address, failures, {noUpdateTTL: failures > 1})
    if (failures <= this.limit.most) return undefined
    const seconds = this.secondsLeft(address)
    return new AppError('refused', 'TooManyRequests', 'too many wrong tokens from this address', {
      hints: [`wait ${seconds} s; a right token is always accepted`],
    })
  }

  /** Until the address may fail again. */
  secondsLeft(address: string): number {
    return Math.max(1, Math.ceil(this.counts.getRemainingTTL(address) / 1000))
  }
}
