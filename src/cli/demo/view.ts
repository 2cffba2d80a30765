import {Args} from '@oclif/core'
import type {StartedDemo} from '../../embedded/demo.ts'
import type {BaseCommand} from '../command/base-command.ts'

export const demoArgs = {
  name: Args.string({default: 'demo', description: 'name of the demo: lower-case letters, digits and -'}),
}

/** Commands about demos have neither --context nor --config, because they do not select a XiVO. */
export const noServerFlags = {} as typeof BaseCommand.baseFlags

/** What the user needs to continue. */
export const startedFields = ({name, directory, psql, soundsDir}: StartedDemo): Record<string, string> => ({
  context: name,
  directory,
  'try it': `xivoctl profiles list --context ${name}`,
  'with psql': `psql "${psql.replace(/[\\$"`]/g, (character) => `\\${character}`)}"`,
  sounds: soundsDir,
  'stop it': `xivoctl demo stop ${name}`,
})
