import {readdirSync, readFileSync, readlinkSync} from 'node:fs'

/** Processes of a program that have this in their command line, by number. */
export function processesOf(program: string, text: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && runs(name, program, text))
    .map(Number)
}

function runs(pid: string, program: string, text: string): boolean {
  try {
    return (
      readlinkSync(`/proc/${pid}/exe`).endsWith(`/${program}`) &&
      readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(text)
    )
  } catch {
    return false
  }
}
