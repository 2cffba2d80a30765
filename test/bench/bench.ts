import type {Contest, Standing} from './contest.ts'
import type {Goal} from './figures.ts'
import type {BenchServer} from './server.ts'

interface BenchOptions {
  /** Sizes in place of the usual ones. */
  rows?: number[] | undefined
  /** The scripts of other builds, to take part as well. */
  against: string[]
  /** Leave out whoever is neither floor nor subject. */
  only: boolean
  /** The program of another Node to start with. */
  node?: string | undefined
}

/** One contest to hold, and what is asked of its outcome. */
interface Event {
  contest: Contest
  /** How it is measured. */
  text: string
  /** How often each runs unless it is said. */
  rounds?: number
  goals: (standings: Standing[]) => Goal[]
}

/** A subject of `npm run bench`: its contests, one after the other. */
export type Bench = (server: BenchServer, options: BenchOptions) => AsyncGenerator<Event>
