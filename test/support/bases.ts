import {API, OWN_API} from '../../src/http/bases.ts'

/** The routes of the API page, which stay where XiVO's clients look for them. */
const page: [method: string, path: RegExp][] = [
  ['GET', /^\/users$/],
  ['GET|POST|DELETE', /^\/rights\/user\/[^/]+$/],
  ['GET|POST|DELETE', /^\/callback_lists$/],
  ['DELETE', /^\/callback_lists\/[^/]+$/],
  ['POST', /^\/callback_lists\/[^/]+\/callback_requests(\/csv)?$/],
  ['POST', /^\/callback_requests\/find$/],
  ['GET', /^\/agent_config(\/[^/]+)?$/],
  ['GET', /^\/queue\/[^/]+\/dissuasions?$/],
  ['PUT', /^\/queue\/[^/]+\/dissuasion\/(sound_file|queue)$/],
]

/** The same path below the base that it belongs to. */
export function withBase(method: string, path: string): string {
  const [route = ''] = path.split('?')
  const isOfPage = page.some(([methods, shape]) => methods.split('|').includes(method) && shape.test(route))
  return `${isOfPage ? API : OWN_API}${path}`
}

/** The same path, or route, without the base. */
export const withoutBase = (path: string) => path.replace(API, '').replace(OWN_API, '')
