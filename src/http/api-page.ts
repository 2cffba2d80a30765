import swaggerUi from '@fastify/swagger-ui'
import type {FastifyError} from 'fastify'
import type {Server} from './app.ts'
import {answerError} from './errors.ts'
import {DESCRIPTION} from './openapi.ts'

/** No content from other origins, no inline scripts. */
const contentSecurityPolicy = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' data:",
  'connect-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
}

/** A page to read and try out the API; the page asks for the token. */
export async function apiPage(app: Server): Promise<void> {
  await app.register(async (page) => {
    page.addHook('onRoute', (route) => {
      route.config = {...route.config, open: true}
    })
    // A path out of the folder is not found.
    page.setErrorHandler<FastifyError>((error, request, reply) => {
      if (error.statusCode === 403) reply.callNotFound()
      else answerError(error, request, reply)
    })
    await page.register(swaggerUi, {
      routePrefix: DESCRIPTION,
      // Without a slash at the end of the URL, links are relative to the parent folder.
      indexPrefix: '..',
      theme: {title: 'XiVO configuration server API'},
      uiConfig: {layout: 'BaseLayout', displayRequestDuration: true, defaultModelsExpandDepth: 0},
      staticCSP: contentSecurityPolicy,
    })
  })
}
