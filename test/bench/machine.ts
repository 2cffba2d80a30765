import {readFileSync} from 'node:fs'
import {arch, cpus, release, type} from 'node:os'
import {setTimeout as sleep} from 'node:timers/promises'

/** Seconds of a clock tick in /proc: USER_HZ is 100 wherever Node runs. */
const TICK = 0.01
const WINDOW_MS = 250
const IDLE_ENOUGH = 0.9

/** CPU seconds that the whole machine has spent: at work, and waiting for some. */
function machineTimes(): {busy: number; idle: number} {
  const [user = 0, nice = 0, system = 0, idle = 0, wait = 0, irq = 0, softirq = 0, steal = 0] = firstLine('/proc/stat')
    .split(/\s+/)
    .slice(1)
    .map(Number)
  return {busy: (user + nice + system + irq + softirq + steal) * TICK, idle: (idle + wait) * TICK}
}

const firstLine = (path: string) => readFileSync(path, 'utf8').split('\n', 1)[0] ?? ''

export const busySeconds = () => machineTimes().busy

/** CPU seconds of a process and of its children that have ended. */
export function processSeconds(pid: number | 'self'): {own: number; children: number} {
  const line = firstLine(`/proc/${pid}/stat`)
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ')
  const [user = 0, system = 0, childUser = 0, childSystem = 0] = fields.slice(11, 15).map(Number)
  return {own: (user + system) * TICK, children: (childUser + childSystem) * TICK}
}

/** The most memory that a process has ever had, in MB of 1,000,000 bytes; 0 when it has ended. */
export const peakMegabytes = (pid: number): number => statusMegabytes(pid, 'VmHWM')

/** What it has now. */
export const residentMegabytes = (pid: number): number => statusMegabytes(pid, 'VmRSS')

function statusMegabytes(pid: number, field: 'VmHWM' | 'VmRSS'): number {
  try {
    const kibibytes = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return (Number(kibibytes ?? 0) * 1024) / 1e6
  } catch {
    return 0
  }
}

/** Waits until the machine has nothing else to do, or the patience is over. Says how idle it was in the end, from 0 to 1. */
export async function waitForIdle(patienceMs: number): Promise<{idle: number; enough: boolean}> {
  const end = Date.now() + patienceMs
  for (;;) {
    const before = machineTimes()
    await sleep(WINDOW_MS)
    const now = machineTimes()
    const idle = (now.idle - before.idle) / (now.idle - before.idle + now.busy - before.busy)
    const enough = idle >= IDLE_ENOUGH
    if (enough || Date.now() >= end) return {idle, enough}
  }
}

/** What was measured on. */
export function describeMachine(): string {
  const [first] = cpus()
  return `${cpus().length} × ${first?.model.trim()}, ${type()} ${release()} ${arch()}, Node ${process.versions.node}`
}
