import type {ChoiceKind} from '../../services/choices.ts'

/** What a value is: something of a XiVO, a context, a path. */
export type Kind = ChoiceKind | 'context' | 'file' | 'directory'

/** What an argument is called says what it is, in every command. */
const ofArguments: Record<string, Kind> = {
  login: 'login',
  queue: 'queue',
  target: 'queue',
  number: 'agent',
  list: 'list',
  period: 'period',
  run: 'run',
  sound: 'sound',
  context: 'context',
  file: 'file',
}

/** So does the word that help has for the value of a flag. */
const ofFlags: Record<string, Kind> = {
  LOGIN: 'login',
  QUEUE: 'queue',
  GROUP: 'group',
  INCALL: 'incall',
  LIST: 'list',
  PERIOD: 'period',
  CONTEXT: 'context',
  FILE: 'file',
  DIR: 'directory',
}

export const kindOfArgument = (name: string): Kind | undefined => ofArguments[name]

export const kindOfFlag = (helpValue: string | string[] | undefined): Kind | undefined => ofFlags[String(helpValue)]
