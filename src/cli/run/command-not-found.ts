import type {Hook} from '@oclif/core'
import {usage} from '../../errors.ts'
import {nearest} from '../../formats/nearest.ts'

/** Answers an unknown command with the nearest one. */
const commandNotFound: Hook<'command_not_found'> = async ({id, argv, config}) => {
  const typed = [id.replaceAll(':', ' '), ...(argv ?? []).filter((word) => !word.startsWith('-'))].join(' ')
  const known = config.commands.filter(({hidden}) => !hidden).map((command) => command.id.replaceAll(':', ' '))
  const near = nearest(typed, known) ?? nearest(id.replaceAll(':', ' '), known)
  throw usage(`no command '${id.replaceAll(':', ' ')}'`, {
    hints: [...(near === undefined ? [] : [`did you mean '${near}'?`]), `see ${config.bin} --help`],
  })
}

export default commandNotFound
