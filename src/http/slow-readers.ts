import type {ServerResponse} from 'node:http'
import type {FastifyReply} from 'fastify'
import {limits, type Times} from './limits.ts'

const LONGEST_TICK_MS = 1000

/** How much a client had taken of its answer at a time. */
interface Sample {
  at: number
  bytes: number
}

interface Surroundings {
  /** The requests that are read or answered. */
  underway: readonly ServerResponse[]
  /** How many requests wait for what a streamed answer holds. */
  waiting: () => number
  times: Pick<Times, 'paceMs' | 'silenceMs'>
}

/**
 * Disconnects clients that take nothing of their answer for long, and those that take too little of a streamed answer while others
 * wait. Node's own clock runs for twice its time when a client falls silent in the middle of an answer.
 */
export class SlowReaders {
  /** Of each answer that waits for its client, newest last. */
  private readonly samples = new WeakMap<ServerResponse, Sample[]>()
  private readonly streamed = new WeakMap<ServerResponse, FastifyReply>()
  private readonly surroundings: Surroundings
  private readonly tickMs: number
  private readonly clock: NodeJS.Timeout

  constructor(surroundings: Surroundings) {
    this.surroundings = surroundings
    this.tickMs = Math.min(LONGEST_TICK_MS, surroundings.times.paceMs / 5)
    this.clock = setInterval(() => this.look(), this.tickMs).unref()
  }

  /** The answer holds a connection to the database until its client has taken it. */
  watch(reply: FastifyReply): void {
    this.streamed.set(reply.raw, reply)
  }

  end(): void {
    clearInterval(this.clock)
  }

  private look(): void {
    const {underway, waiting, times} = this.surroundings
    const now = performance.now()
    const slow: {answer: ServerResponse; taken: number}[] = []
    for (const answer of [...underway]) {
      const samples = this.sample(answer, now)
      const newest = samples.at(-1)
      const start = samples.findLast(({at}) => at <= now - times.paceMs)
      const last = samples.find(({bytes}) => bytes === newest?.bytes)
      if (last && now - last.at > times.silenceMs - this.tickMs) this.cut(answer)
      else if (newest && start && this.streamed.has(answer)) slow.push({answer, taken: newest.bytes - start.bytes})
    }
    if (slow.length === 0) return
    const slowest = slow.filter(({taken}) => taken < limits.paceBytes).sort((a, b) => a.taken - b.taken)
    for (const {answer} of slowest.slice(0, waiting())) this.cut(answer)
  }

  /** A client that has taken all that there was waits itself: it starts anew. */
  private sample(answer: ServerResponse, now: number): Sample[] {
    const {socket} = answer
    const isTaken = !answer.headersSent || socket === null || answer.writableLength === 0
    const samples = isTaken ? [] : (this.samples.get(answer) ?? [])
    if (!isTaken) samples.push({at: now, bytes: socket.bytesWritten - socket.writableLength})
    this.samples.set(answer, samples)
    return samples
  }

  private cut(answer: ServerResponse): void {
    const reply = this.streamed.get(answer)
    if (reply) reply.failure = {error: 'SlowReader'}
    answer.destroy()
  }
}
