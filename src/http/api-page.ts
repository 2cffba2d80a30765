import swaggerUi from '@fastify/swagger-ui'
import type {FastifyError} from 'fastify'
import type {Server} from './app.ts'
import {answerError} from './errors.ts'
import {DESCRIPTION} from './openapi.ts'

/** Nothing from elsewhere, no script in the page itself. */
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

/** The API for people to read and to try out; it asks for the token itself. */
export async function apiPage(app: Server): Promise<void> {
  await app.register(async (page) => {
    page.addHook('onRoute', (route) => {
      route.config = {...route.config, open: true}
    })
    // A way out of the folder leads nowhere.
    page.setErrorHandler<FastifyError>((error, request, reply) => {
      if (error.statusCode === 403) reply.callNotFound()
      else answerError(error, request, reply)
    })
    await page.register(swaggerUi, {
      routePrefix: DESCRIPTION,
      // Asked for without a slash at the end, links are relative to the folder above.
      indexPrefix: '..',
      theme: {title: 'XiVO configuration server API'},
      uiConfig: {layout: 'BaseLayout', displayRequestDuration: true, defaultModelsExpandDepth: 0},
      staticCSP: contentSecurityPolicy,
    })
  })
}
