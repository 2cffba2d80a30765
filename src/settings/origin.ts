import {randomUUID} from 'node:crypto'
import {readFileSync} from 'node:fs'
import type {Run, Via} from '../formats/origin.ts'

/** A run of a command of this process. */
export function commandRun(asked: string, env: NodeJS.ProcessEnv = process.env): Run {
  const via = viaOf(env)
  let uuid: string | undefined
  return {
    // Both are looked up when a change is written: what only reads need not know, and would load node:crypto.
    get uuid() {
      uuid ??= randomUUID()
      return uuid
    },
    changes: 0,
    get channel() {
      return via.ssh === undefined && isCronJob(process.ppid) ? 'cron' : 'command'
    },
    ...(Object.keys(via).length > 0 && {via}),
    asked,
  }
}

/** Both variables come from the user's environment and can be forged; docs/history.md says so. */
function viaOf({SUDO_USER: sudo, SSH_CONNECTION: connection}: NodeJS.ProcessEnv): Via {
  const [ssh] = connection?.split(' ') ?? []
  return {...(sudo && {sudo}), ...(ssh && {ssh})}
}

/** The daemons that run jobs in Debian and Red Hat. */
const daemons = ['cron', 'crond', 'anacron', 'atd']

/** cron, sh, a script, and the package manager's wrappers between them. */
const GENERATIONS = 8

/** Is one of the process's ancestors a daemon that runs jobs? Elsewhere than on Linux nobody is. */
function isCronJob(pid: number): boolean {
  let ancestor = pid
  for (let generation = 0; generation < GENERATIONS && ancestor > 1; generation++) {
    const process = readProcess(ancestor)
    if (process === undefined) return false
    if (daemons.includes(process.name)) return true
    ancestor = process.parent
  }
  return false
}

/** Its name is in brackets, and may hold any character. */
function readProcess(pid: number): {name: string; parent: number} | undefined {
  try {
    const [, name = '', parent] = /\((.*)\) \S (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'latin1')) ?? []
    return {name, parent: Number(parent)}
  } catch {
    return undefined
  }
}
