import {readdirSync, readFileSync} from 'node:fs'
import type {Findings} from '../faults/findings.ts'

/** The second half may need so much more than the first: what a process keeps it keeps from the beginning. */
const FLAT = 1.1
/** The share of the time in which a server still compiles and fills its pools. */
const WARM_UP = 0.2
/** Connections that come and go with the load. */
const SPARE_DESCRIPTORS = 10
const KIB_A_MEGABYTE = (1000 * 1000) / 1024

interface Look {
  megabytes: number
  descriptors: number
}

/** What a process holds, looked at again and again. */
export class Footprint {
  private readonly looks: Look[] = []
  private readonly pid: number

  constructor(pid: number) {
    this.pid = pid
  }

  look(): void {
    const status = readFileSync(`/proc/${this.pid}/status`, 'utf8')
    const kib = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1])
    this.looks.push({megabytes: kib / KIB_A_MEGABYTE, descriptors: readdirSync(`/proc/${this.pid}/fd`).length})
  }

  judge(findings: Findings): void {
    const warm = this.looks.slice(Math.ceil(this.looks.length * WARM_UP))
    const half = Math.floor(warm.length / 2)
    const [first, second] = [warm.slice(0, half), warm.slice(half)]
    const memory = [first, second].map((looks) => median(looks.map(({megabytes}) => megabytes))) as [number, number]
    const open = [first, second].map((looks) => median(looks.map(({descriptors}) => descriptors))) as [number, number]
    const peak = Math.max(...this.looks.map(({megabytes}) => megabytes))
    findings.measured(`memory ${memory.map(Math.round).join(' → ')} MB (peak ${Math.round(peak)})`)
    findings.measured(`descriptors ${open.join(' → ')}`)
    if (memory[1] > memory[0] * FLAT) findings.blame(`memory grew from ${memory[0]} to ${memory[1]} MB`)
    if (open[1] > open[0] + SPARE_DESCRIPTORS) findings.blame(`descriptors grew from ${open[0]} to ${open[1]}`)
  }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
