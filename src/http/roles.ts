import type {RouteOptions} from 'fastify'
import type {Role} from '../formats/tokens.ts'
import {OWN_API} from './bases.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Reads what only an administrator may know. */
    confidential?: true
  }
}

type Route = Pick<RouteOptions, 'method' | 'url'> & {
  config?: {reads?: true; confidential?: true} | undefined
}

const isReading = ({method, config}: Route) => config?.reads === true || /^(GET|HEAD)\b/.test(String(method))

/** The roles that may use a route. Every component of XiVO has a token of the page's routes. */
export const rolesOf = (route: Route): Role[] => [
  ...(route.url.startsWith(`${OWN_API}/`) ? [] : ['page' as const]),
  ...(isReading(route) && !route.config?.confidential ? ['read' as const] : []),
  'admin',
]
