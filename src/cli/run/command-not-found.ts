import type {Hook} from '@oclif/core'
import {unknownCommand} from './unknown-command.ts'

/** Answers an unknown command with the nearest one. */
const commandNotFound: Hook<'command_not_found'> = async ({id, argv, config}) => {
  throw unknownCommand([...id.split(':'), ...(argv ?? [])], config)
}

export default commandNotFound
