import type {ChoiceKind} from '../../services/choices.ts'

/** The kind of a value: an object of a XiVO, a context, or a path. */
export type Kind = ChoiceKind | 'context' | 'file' | 'directory'

/** The name of an argument determines its kind, in every command. */
const ofArguments: Record<string, Kind> = {
  login: 'login',
  queue: 'queue',
  target: 'queue',
  number: 'agent',
  list: 'list',
  period: 'period',
  import: 'import',
  sound: 'sound',
  context: 'context',
  file: 'file',
}

/** So does the placeholder of the value of a flag in help. */
const ofFlags: Record<string, Kind> = {
  LOGIN: 'login',
  QUEUE: 'queue',
  GROUP: 'group',
  INCALL: 'incall',
  LIST: 'list',
  AGENT: 'agent',
  PERIOD: 'period',
  CONTEXT: 'context',
  FILE: 'file',
  DIR: 'directory',
}

export const kindOfArgument = (name: string): Kind | undefined => ofArguments[name]

export const kindOfFlag = (helpValue: string | string[] | undefined): Kind | undefined => ofFlags[String(helpValue)]
