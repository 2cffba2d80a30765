import {LRUCache} from 'lru-cache'
import {AppError} from '../errors.ts'

export interface FailedLoginLimit {
  /** How many wrong tokens one address may send per window. */
  most: number
  windowMs: number
  /** The maximum number of remembered addresses; beyond it, the least recently seen ones are dropped. */
  addresses: number
}

const standard: FailedLoginLimit = {most: 10, windowMs: 60_000, addresses: 10_000}

/**
 * Counts wrong tokens by address. After too many, every further wrong token gets TooManyRequests, but a right token never
 * does: someone who guesses tokens through the applications' proxy must not be able to lock the applications out.
 */
export class FailedLogins {
  readonly limit: FailedLoginLimit
  private readonly counts: LRUCache<string, number>

  constructor(limit: Partial<FailedLoginLimit> = {}) {
    this.limit = {...standard, ...limit}
    this.counts = new LRUCache({max: this.limit.addresses, ttl: this.limit.windowMs, updateAgeOnGet: false})
  }

  /** The number of remembered addresses. */
  get size(): number {
    return this.counts.size
  }

  /** The error for a wrong token from this address, when the limit is exceeded. */
  add(address: string): AppError | undefined {
    const failures = (this.counts.get(address) ?? 0) + 1
    this.counts.set(address, failures, {noUpdateTTL: failures > 1})
    if (failures <= this.limit.most) return undefined
    const seconds = this.secondsLeft(address)
    return new AppError('refused', 'TooManyRequests', 'too many wrong tokens from this address', {
      hints: [`wait ${seconds} s; a right token is always accepted`],
    })
  }

  /** Time until the address may fail again. */
  secondsLeft(address: string): number {
    return Math.max(1, Math.ceil(this.counts.getRemainingTTL(address) / 1000))
  }
}
