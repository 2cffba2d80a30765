import {usage} from '../errors.ts'

const PORT = 9100
const API = '/configmgt/api/1.0'

/** The base URL of the original's API, without a trailing slash, from a URL, HOST or HOST:PORT. */
export function originalAddress(text: string): string {
  const schemed = /^[a-z][a-z0-9+.-]*:\/\//i.test(text)
  const url = parse(schemed ? text : `http://${text}`)
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '') {
    throw usage('this is not the address of a configuration server', {
      hints: [`use HOST:PORT, or http://HOST:${PORT}${API}`],
    })
  }
  if (url.username !== '' || url.password !== '') {
    throw usage('the address of the original has a user or a password: the server requires a token instead')
  }
  if (!schemed && !/:\d+(\/|$)/.test(text)) url.port = String(PORT)
  const path = url.pathname.replace(/\/+$/, '')
  return `${url.origin}${completed(path)}`
}

function parse(text: string): URL | undefined {
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}

/** A proxy may add a path in front of it. */
function completed(path: string): string {
  if (path.endsWith('/configmgt')) return `${path}/api/1.0`
  return path === '' ? API : path
}
