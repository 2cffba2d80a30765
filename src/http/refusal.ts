import {AppError, type ErrorCode} from '../errors.ts'

const codes = {404: 'NotFound', 405: 'MethodNotAllowed', 415: 'UnsupportedMediaType'} as const satisfies Record<
  number,
  ErrorCode
>

/** A request that the server refuses before any service runs, with its own status. */
export class Refusal extends AppError {
  readonly statusCode: number

  constructor(statusCode: keyof typeof codes, message: string, hints: string[] = []) {
    super('usage', codes[statusCode], message, {hints})
    this.statusCode = statusCode
  }
}

const LONGEST = 200

/** Client input, shortened, for an answer. */
export const quoted = (said: string) => (said.length > LONGEST ? `${said.slice(0, LONGEST)}…` : said)
