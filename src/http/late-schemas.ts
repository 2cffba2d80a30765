import SerializerSelector from '@fastify/fast-json-stringify-compiler'
import type {FastifyServerOptions} from 'fastify'

type OnCreate = NonNullable<NonNullable<FastifyServerOptions['ajv']>['onCreate']>

/** Compiles a schema when it first validates something: to compile all, and their serialisers, takes half of the time of a start. */
export const validateLate: OnCreate = (ajv) => {
  const compile = ajv.compile.bind(ajv) as (schema: unknown) => Validate
  ajv.compile = ((schema: unknown) => {
    const compiled = once(() => compile(schema))
    const validate: Validate = (data) => {
      const fits = compiled()(data)
      validate.errors = compiled().errors
      return fits
    }
    return validate
  }) as typeof ajv.compile
}

/** As ajv makes them: what does not fit is told beside the answer. */
interface Validate {
  (data: unknown): boolean
  errors?: unknown
}

type SerializerFactory = ReturnType<typeof SerializerSelector>

/** Compiles a serialiser when it is first used. */
export const serialiseLate: SerializerFactory = (...options) => {
  const compile = SerializerSelector()(...options)
  return (route) => {
    const serialise = once(() => compile(route))
    return (document) => serialise()(document)
  }
}

function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}
