import type {Command} from '@oclif/core'

/** The same command with an argument that need not be typed. */
export function withOptional<C extends typeof Command>(command: C, name: string): C {
  const {args, baseFlags, enableJsonFlag} = command
  const optional = {...args, [name]: {...args[name], required: false}}
  // A class passes on what it inherits, a spread of it does not.
  return {...command, baseFlags, enableJsonFlag, args: optional} as C
}
