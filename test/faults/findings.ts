/** What a suite saw: how its runs ended, and what must not have been. */
export class Findings {
  runs = 0
  readonly outcomes = new Map<string, number>()
  readonly measures: string[] = []
  readonly wrong: string[] = []

  saw(outcome: string): void {
    this.outcomes.set(outcome, (this.outcomes.get(outcome) ?? 0) + 1)
  }

  measured(what: string): void {
    this.measures.push(what)
  }

  blame(what: string): void {
    this.wrong.push(what)
  }

  /** `12 × imported, 3 × not, slowest 0.2 s` */
  toString(): string {
    const counted = [...this.outcomes].map(([outcome, times]) => `${times.toLocaleString('en')} × ${outcome}`)
    return [...counted, ...this.measures].join(', ')
  }
}

/** After so many faults one knows. */
const ENOUGH = 3

/** Does `work` so many times, on each lane one at a time; stops early when it has seen enough that is wrong. */
export async function repeat<Lane>(
  findings: Findings,
  runs: number,
  lanes: readonly Lane[],
  work: (lane: Lane, run: number) => Promise<void>,
): Promise<Findings> {
  let next = 0
  await Promise.all(
    lanes.map(async (lane) => {
      while (next < runs && findings.wrong.length < ENOUGH) {
        await work(lane, next++)
        findings.runs++
      }
    }),
  )
  return findings
}
