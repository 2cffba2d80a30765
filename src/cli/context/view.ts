import {Args, Flags} from '@oclif/core'
import {usage} from '../../errors.ts'
import {type ContextSettings, type SettingsFile, withoutPassword} from '../../settings/file.ts'
import {BaseCommand} from '../command/base-command.ts'

/** These commands are about the file, not about a XiVO. */
export const fileFlagsOnly = {config: BaseCommand.baseFlags.config} as typeof BaseCommand.baseFlags

export const systemFlag = Flags.boolean({
  description: 'use the system-wide file, /etc/xivoctl/config.json',
  exclusive: ['config'],
})

export const contextArg = Args.string({required: true, description: 'name of the context'})

/** The settings of a context, by flag. */
export const settingsFlags = {
  'database-schema': Flags.string({description: "schema of xivoctl's own tables", helpValue: 'NAME'}),
  'sounds-dir': Flags.string({description: 'directory in which xivoctl finds the sound files', helpValue: 'DIR'}),
  'sounds-asterisk-dir': Flags.string({
    description: 'path of --sounds-dir as Asterisk sees it',
    helpValue: 'DIR',
  }),
  'dissuasion-queue': Flags.string({
    description: 'queue that is offered as a dissuasion in addition to the sounds',
    helpValue: 'NAME',
  }),
  'import-ledger-days': Flags.string({description: 'how many days the ledger keeps an import', helpValue: 'DAYS'}),
  'phone-country': Flags.string({
    description: 'country of phone numbers without a country code (ISO code), or none [FR]',
    helpValue: 'CODE',
  }),
}

type SettingsFlags = {[flag in keyof typeof settingsFlags]?: string | undefined}

export function valuesOf(databaseUrl: string | undefined, flags: SettingsFlags): ContextSettings {
  const said: [keyof ContextSettings, string | undefined][] = [
    ['databaseUrl', databaseUrl],
    ['databaseSchema', flags['database-schema']],
    ['soundsDir', flags['sounds-dir']],
    ['soundsAsteriskDir', flags['sounds-asterisk-dir']],
    ['dissuasionQueue', flags['dissuasion-queue']],
    ['importLedgerDays', flags['import-ledger-days']],
    ['phoneCountry', flags['phone-country']],
  ]
  return Object.fromEntries(said.filter(([, value]) => value !== undefined))
}

/** A command line is in the history of the shell, and every user of the machine can see it. */
export function refusePassword(databaseUrl: string): void {
  if (withoutPassword(databaseUrl) === databaseUrl) return
  throw usage('a password does not belong on a command line', {
    hints: ['leave it out of the URL, and put it into ~/.pgpass (chmod 600): HOST:PORT:DATABASE:USER:PASSWORD'],
  })
}

/** A context for display, without its password. */
export interface ShownContext extends ContextSettings {
  name: string
  default: boolean
}

export function shown(file: SettingsFile, name: string): ShownContext {
  const {databaseUrl, ...others} = file.contexts[name] ?? {}
  return {
    name,
    default: isDefault(file, name),
    ...(databaseUrl !== undefined && {databaseUrl: withoutPassword(databaseUrl)}),
    ...others,
  }
}

const isDefault = ({contexts, defaultContext}: SettingsFile, name: string) =>
  name === defaultContext || Object.keys(contexts).length === 1
