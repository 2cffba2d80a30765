import type {Command, Interfaces} from '@oclif/core'
import {type Kind, kindOfArgument, kindOfFlag} from './kinds.ts'

type Parsed = Pick<Interfaces.ParserOutput, 'args' | 'flags' | 'raw'>

/** Values of these kinds name objects of XiVO or xivoctl, never a customer. */
const namedKinds: readonly (Kind | undefined)[] = [
  'context',
  'login',
  'queue',
  'agent',
  'list',
  'period',
  'group',
  'incall',
  'import',
]

/** What was asked, for the history: the command with the names of its flags, and only values that are not a customer's. */
export function askedOf(id: string, {args, flags: own, baseFlags}: Command.Class, {raw}: Parsed): string {
  const flags: Partial<Command.Class['flags']> = {...baseFlags, ...own}
  const argumentNames = Object.keys(args ?? {})
  const words: string[] = [id.replaceAll(':', ' ')]
  let position = 0
  for (const token of raw) {
    if (token.type === 'arg') {
      const name = argumentNames[Math.min(position++, argumentNames.length - 1)] ?? ''
      words.push(shown(token.input, kindOfArgument(name)))
    } else {
      const flag = flags[token.flag]
      const isSwitch = flag?.type !== 'option'
      const off = isSwitch && token.input.startsWith('--no-') && !token.flag.startsWith('no-')
      words.push(off ? `--no-${token.flag}` : `--${token.flag}`)
      if (!isSwitch) words.push(shown(token.input, kindOfFlag(flag.helpValue)))
    }
  }
  return words.join(' ')
}

function shown(value: string, kind: Kind | undefined): string {
  if (!namedKinds.includes(kind)) return '...'
  return /^[\w:@.+-]+$/.test(value) ? value : `'${value}'`
}
