/** What a CSV of logins alone has above them. */
const HEADING = 'login'

/** Logins, one a line. */
export interface Logins {
  logins: string[]
  /** The first line, if it is not read as a login. */
  heading?: string
}

export function loginsIn(text: string): Logins {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
  return lines.length > 1 && lines[0] === HEADING ? {logins: lines.slice(1), heading: HEADING} : {logins: lines}
}
