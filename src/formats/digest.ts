import crypto from 'node:crypto'

/** 132 bits of the SHA-256 of a text. Node's `hash` makes no stream for it, but only Node 20.12 and later have it. */
export const digest = (text: string): string => sha256(text).slice(0, 22)

const sha256: (text: string) => string =
  'hash' in crypto
    ? (text) => crypto.hash('sha256', text, 'base64url')
    : (text) => crypto.createHash('sha256').update(text).digest('base64url')
