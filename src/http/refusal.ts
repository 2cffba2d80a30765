import {AppError, type ErrorCode} from '../errors.ts'

const codes = {404: 'NotFound', 405: 'MethodNotAllowed', 415: 'UnsupportedMediaType'} as const satisfies Record<
  number,
  ErrorCode
>

/** A request that is not for this server as it is, with a status of its own. */
export class Refusal extends AppError {
  readonly statusCode: number

  constructor(statusCode: keyof typeof codes, message: string, hints: string[] = []) {
    super('usage', codes[statusCode], message, {hints})
    this.statusCode = statusCode
  }
}

const LONGEST = 200

/** What a client said, for an answer to it. */
export const quoted = (said: string) => (said.length > LONGEST ? `${said.slice(0, LONGEST)}…` : said)
