import {parse} from 'lossless-json'
import {type AppError, invalidJson} from '../errors.ts'

/**
 * JSON as it was meant, or InvalidJson. JSON.parse keeps the last of two equal keys, which makes an admin of a teacher, and
 * rounds integers that are too big. No text is no value: clients say JSON on requests without a body.
 */
export function parseBody(text: string): unknown {
  if (text.trim() === '') return undefined
  try {
    return parse(text, null, {
      parseNumber,
      onDuplicateKey: ({key}) => {
        throw invalidJson(`the key '${key}' is there twice`)
      },
    })
  } catch (error) {
    throw asInvalid(error)
  }
}

function parseNumber(text: string): number {
  const number = Number(text)
  if (!Number.isFinite(number) || (Number.isInteger(number) && !Number.isSafeInteger(number))) {
    throw invalidJson(`the number ${text} is too big`)
  }
  return number
}

function asInvalid(error: unknown): AppError {
  if (error instanceof RangeError) return invalidJson('the body is nested too deeply')
  if (error instanceof SyntaxError) return invalidJson(`the body is not JSON: ${error.message}`)
  return error as AppError
}
