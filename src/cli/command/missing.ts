import type {Errors} from '@oclif/core'
import {type AppError, usage} from '../../errors.ts'
import {type Kind, kindOfArgument, kindOfFlag} from './kinds.ts'
import {type Shape, usageLine} from './usage.ts'

interface Value {
  name: string
  description?: string
  required?: boolean
  options?: readonly string[]
  helpValue?: string | string[]
}

/** What oclif had parsed before it refused the command line. */
export interface Refused {
  input: {args: Record<string, Value>; flags: Record<string, Value>; strict: boolean}
  output: {
    args: Record<string, string | undefined>
    flags: Record<string, unknown>
    nonExistentFlags?: readonly string[]
  }
}

export interface Missing {
  value: Value
  flag: boolean
  kind: Kind | undefined
}

export function refusedLine(refusal: unknown): Refused | undefined {
  const {parse} = refusal as Errors.CLIError & {parse?: Partial<Refused>}
  return parse?.input && parse.output ? (parse as Refused) : undefined
}

/** The missing required flags and arguments; undefined for a line with an unknown flag. */
export function missingIn({input, output}: Refused): Missing[] {
  if ((output.nonExistentFlags ?? []).length > 0) return []
  const args = Object.values(input.args)
    .filter(({name, required}) => required && output.args[name] === undefined)
    .map((value) => ({value, flag: false, kind: kindOfArgument(value.name)}))
  const flags = Object.entries(input.flags)
    .filter(([name, {required}]) => required && output.flags[name] === undefined)
    .map(([name, value]) => ({value: {...value, name}, flag: true, kind: kindOfFlag(value.helpValue)}))
  return [...args, ...flags]
}

/** The error for missing values, with the usage; undefined for other errors. */
export function missingUsage(
  refusal: unknown,
  {usage: own}: Pick<Shape, 'usage'>,
  command: string,
): AppError | undefined {
  const refused = refusedLine(refusal)
  const missing = refused ? missingIn(refused) : []
  return refused && missing.length > 0 ? usageError(missing, {...refused.input, usage: own}, command) : undefined
}

/** The same for an argument that is not always required. */
export function missingArgument(
  name: string,
  shape: Shape & Pick<Refused['input'], 'args'>,
  command: string,
): AppError {
  return usageError([{value: {...shape.args[name], name}, flag: false, kind: undefined}], shape, command)
}

function usageError(missing: readonly Missing[], shape: Shape, command: string): AppError {
  const told = missing.map((each) => `${nameOf(each)}: ${each.value.description}`)
  return usage(`missing ${missing.map(nameOf).join(', ')}`, {
    hints: [...told, `usage: ${command} ${usageLine(shape)}`, `see ${command} --help`],
  })
}

const nameOf = ({value, flag}: Missing) => (flag ? `--${value.name}` : value.name.toUpperCase())
