import {createHash, timingSafeEqual} from 'node:crypto'
import {AppError} from '../errors.ts'

/** Tells whether a token is one of these, in a time that says nothing about how near it came. */
export function tokenChecker(tokens: readonly string[]): (candidate: string) => boolean {
  const known = tokens.map(digest)
  return (candidate) => {
    const given = digest(candidate)
    return known.map((each) => timingSafeEqual(each, given)).includes(true)
  }
}

/** All of one length, whatever was given. */
const digest = (text: string) => createHash('sha256').update(text).digest()

export const unauthorized = () =>
  new AppError('refused', 'Unauthorized', 'the header X-Auth-Token is missing or wrong', {
    hints: ['its value is the token that the server was started with'],
  })
