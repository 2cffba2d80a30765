import {AppError} from '../errors.ts'

/** A request that is not for this server as it is, with a status of its own. */
export class Refusal extends AppError {
  readonly statusCode: number

  constructor(statusCode: 404 | 405 | 415, message: string, hints: string[] = []) {
    super('usage', 'InvalidRequest', message, {hints})
    this.statusCode = statusCode
  }
}

const LONGEST = 200

/** What a client said, for an answer to it. */
export const quoted = (said: string) => (said.length > LONGEST ? `${said.slice(0, LONGEST)}…` : said)
