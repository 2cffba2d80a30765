import type {FastifyReply, FastifyRequest} from 'fastify'
import findMyWay, {type Config, type HTTPMethod, type HTTPVersion} from 'find-my-way'
import type {Server} from './app.ts'
import {quoted, Refusal} from './refusal.ts'

const nobody = () => {}

/** Every path that has a route, matched as fastify's router matches it, with its allowed methods. */
export class KnownPaths {
  private readonly router
  private readonly methods = new Set<HTTPMethod>()

  constructor(app: Server, options: Config<HTTPVersion.V1>) {
    this.router = findMyWay(options)
    app.addHook('onRoute', ({method, url}) => {
      for (const each of [method].flat() as HTTPMethod[]) {
        this.methods.add(each)
        this.router.on(each, url, nobody)
      }
    })
  }

  /** The refusal for a request without a route: the path is unknown, or its method is not allowed. */
  refusal({method, url}: FastifyRequest, reply: FastifyReply): Refusal {
    const [path = ''] = url.split('?', 1)
    const taken = [...this.methods].filter((each) => this.router.find(each, path)).sort()
    if (taken.length === 0 || taken.includes(method as HTTPMethod)) {
      return new Refusal(404, `no route ${method} ${quoted(path)}`)
    }
    const allow = taken.join(', ')
    reply.header('allow', allow)
    return new Refusal(405, `no ${method} on ${quoted(path)}`, [`it takes ${allow}`])
  }
}
