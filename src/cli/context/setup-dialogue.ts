import {AppError, unavailable, usage} from '../../errors.ts'
import {type ContextSettings, withoutPassword} from '../../settings/file.ts'
import type {Host} from '../../settings/host.ts'
import {settingsOf} from '../../settings/load.ts'
import {damage, terminalPrompt} from '../command/prompt.ts'

const PLAYBACK = '/var/lib/xivo/sounds/playback'
const ELSEWHERE = 'postgres://asterisk@XIVO_HOST/asterisk'

/** Asks for values that neither the command line nor the machine provided. */
export async function askSettings(name: string, known: ContextSettings, host: Host): Promise<ContextSettings> {
  const ask = await terminalPrompt()
  const {databaseUrl = known.databaseUrl} = await ask([
    {
      type: 'input',
      name: 'databaseUrl',
      message: 'URL of the XiVO database, without a password',
      default: host.databaseUrl ?? ELSEWHERE,
      when: known.databaseUrl === undefined,
      validate: (url: string) => faultOf(name, url) ?? true,
    },
  ])
  const {soundsDir = known.soundsDir} = await ask([
    {
      type: 'input',
      name: 'soundsDir',
      message: 'Directory of the sound files on this machine',
      default: PLAYBACK,
      when: known.soundsDir === undefined && !host.hasSounds,
      validate: (path: string) => path.startsWith('/') || `enter an absolute path, such as ${PLAYBACK}`,
    },
  ])
  return {...known, databaseUrl, ...(soundsDir !== undefined && soundsDir !== PLAYBACK && {soundsDir})}
}

function faultOf(name: string, databaseUrl: string): string | undefined {
  if (withoutPassword(databaseUrl) !== databaseUrl)
    return 'leave the password out: xivoctl asks for it when the server requires one'
  if (databaseUrl === ELSEWHERE) return 'replace XIVO_HOST with the host name of the XiVO'
  try {
    settingsOf(name, {databaseUrl})
    return undefined
  } catch (error) {
    return error instanceof AppError ? error.message : String(error)
  }
}

/** Hidden while typing. */
export async function askPassword(user: string): Promise<string> {
  const ask = await terminalPrompt()
  const {password} = await ask([{type: 'password', name: 'password', message: `The password of '${user}'`}])
  const fault = damage(password)
  if (fault !== undefined) throw usage(fault)
  if (!password) throw unavailable('without a password xivoctl cannot connect: nothing was written')
  return password
}

export async function askInit(): Promise<boolean> {
  const ask = await terminalPrompt()
  const {init} = await ask([
    {type: 'confirm', name: 'init', message: "Create xivoctl's own tables now, in a separate schema?", default: true},
  ])
  return init
}
