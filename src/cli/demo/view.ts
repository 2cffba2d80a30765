import {Args} from '@oclif/core'
import type {StartedDemo} from '../../embedded/demo.ts'
import type {BaseCommand} from '../command/base-command.ts'

export const demoArgs = {
  name: Args.string({default: 'demo', description: 'name of the demo: lower-case letters, digits and -'}),
}

/** A demo is no context that one could choose another for: these commands have neither --context nor --config. */
export const noServerFlags = {} as typeof BaseCommand.baseFlags

/** What a person needs to go on. */
export const startedFields = ({name, directory, psql, soundsDir}: StartedDemo): Record<string, string> => ({
  context: name,
  directory,
  'try it': `xivoctl profiles list --context ${name}`,
  'with psql': `psql "${psql.replace(/[\\$"`]/g, (character) => `\\${character}`)}"`,
  sounds: soundsDir,
  'stop it': `xivoctl demo stop ${name}`,
})
