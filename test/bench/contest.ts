import {type Cell, type Program, runCell} from './cell.ts'
import {type Spread, spread} from './figures.ts'

/** What a program left behind, in words that are the same when it did the same: rows and a digest of them. */
type Outcome = string

export interface Contestant {
  name: string
  program: Program
  /** Brings the database to where every run starts. */
  prepare?: () => Promise<void>
  /** Looks at what the run left behind. */
  outcome: () => Promise<Outcome>
  /** In how many of the rounds it takes part: all, unless it is slow. */
  rounds?: number
}

/** Programs that do the same, the first one the floor that the others are compared with. */
export interface Contest {
  title: string
  floor: Contestant
  others: Contestant[]
}

export interface Standing {
  name: string
  cells: Cell[]
  milliseconds: Spread
  /** Of the time / floor's of the same round. */
  ratio: Spread
  /** Of the CPU seconds of client and server together. */
  cpuRatio: Spread
  peakMegabytes: number
}

export interface ContestOptions {
  rounds: number
  patienceMs: number
  postmaster: number
  log: (line: string) => void
}

/** Every contestant once a round, each round beginning with another one; one round more before, which counts for nothing. */
export async function hold({floor, others, title}: Contest, options: ContestOptions): Promise<Standing[]> {
  const {rounds, patienceMs, postmaster, log} = options
  const all = [floor, ...others]
  const cells = new Map<string, Cell[]>(all.map(({name}) => [name, []]))
  let expected: Outcome | undefined
  for (let round = 0; round <= rounds; round++) {
    const now = round === 0 ? all : rotate(all, round).filter((each) => round <= (each.rounds ?? rounds))
    for (const {name, program, prepare, outcome} of now) {
      await prepare?.()
      const cell = await runCell(program, postmaster, patienceMs)
      const found = await outcome()
      expected ??= found
      if (found !== expected) throw new Error(`${title}: ${name} left ${found}, ${floor.name} ${expected}`)
      if (round > 0) cells.get(name)?.push(cell)
      log(
        `${title}, round ${round} of ${rounds}: ${name} ${cell.milliseconds.toFixed(0)} ms${cell.idle ? '' : ' (not idle)'}`,
      )
    }
  }
  const floorCells = cells.get(floor.name) ?? []
  return all.map(({name}) => standing(name, cells.get(name) ?? [], floorCells))
}

const rotate = <T>(items: readonly T[], by: number): T[] => [
  ...items.slice(by % items.length),
  ...items.slice(0, by % items.length),
]

function standing(name: string, cells: Cell[], floor: readonly Cell[]): Standing {
  const against = (of: (cell: Cell) => number) =>
    spread(cells.map((cell, round) => of(cell) / of(floor[round] ?? cell)))
  return {
    name,
    cells,
    milliseconds: spread(cells.map(({milliseconds}) => milliseconds)),
    ratio: against(({milliseconds}) => milliseconds),
    cpuRatio: against(({client, server}) => client + server),
    peakMegabytes: Math.max(...cells.map((cell) => cell.peakMegabytes)),
  }
}
