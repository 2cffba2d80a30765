import {existsSync} from 'node:fs'
import type {SettingsFile} from './file.ts'
import {readSettingsText} from './settings-text.ts'

/** XiVO's containers read their settings from here. */
const CUSTOM_ENV_FILE = '/etc/docker/xivo/custom.env'

/** XiVO's own environment file, which may not exist. */
export const customEnvPath = (file: SettingsFile | undefined): string => file?.customEnvFile ?? CUSTOM_ENV_FILE

/** The last value of a variable in an environment file, without quotes; undefined when it is not set. */
export function readVariable(path: string, name: string): string | undefined {
  if (!existsSync(path)) return undefined
  let text: string
  try {
    text = readSettingsText(path)
  } catch {
    return undefined
  }
  const line = text.split('\n').findLast((each) => each.trimStart().startsWith(`${name}=`))
  const value = line
    ?.slice(line.indexOf('=') + 1)
    .trim()
    .replace(/^(["'])(.*)\1$/, '$2')
  return value === '' ? undefined : value
}
