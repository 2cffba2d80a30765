import {Args} from '@oclif/core'

/** The arguments of many commands. Their names determine their kind: see kinds.ts. */
export const loginArg = {
  login: Args.string({required: true, description: 'login of the user, exactly as XiVO has it'}),
}
export const queueArg = {queue: Args.string({required: true, description: 'name or id of the queue'})}
export const listArg = {list: Args.string({required: true, description: 'callback list, by name or uuid'})}
export const periodArg = {period: Args.string({required: true, description: 'period, by name or uuid'})}
