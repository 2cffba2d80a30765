import {unavailable} from '../../errors.ts'

/** Limits concurrency; excess callers wait for a slot, and are refused after a timeout. */
export class Slots {
  private free: number
  private readonly waiting = new Set<() => void>()
  private readonly what: string
  private readonly patienceMs: number
  /** The slots that it shares with others. */
  private readonly shared: Slots | undefined

  constructor(what: string, places: number, patienceMs: number, shared?: Slots) {
    this.what = what
    this.free = places
    this.patienceMs = patienceMs
    this.shared = shared
  }

  get waitingCount(): number {
    return this.waiting.size + (this.shared?.waitingCount ?? 0)
  }

  async through<T>(work: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free--
    else await this.place()
    try {
      return await (this.shared ? this.shared.through(work) : work())
    } finally {
      this.leave()
    }
  }

  private place(): Promise<void> {
    return new Promise((resolve, reject) => {
      const enter = () => {
        clearTimeout(patience)
        this.waiting.delete(enter)
        resolve()
      }
      const patience = setTimeout(() => {
        this.waiting.delete(enter)
        reject(unavailable(`too many ${this.what} are running at once: nothing was written, try again later`))
      }, this.patienceMs)
      this.waiting.add(enter)
    })
  }

  private leave(): void {
    const [next] = this.waiting
    if (next) next()
    else this.free++
  }
}
