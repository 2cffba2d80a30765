import type {OpenAPIV3_1} from 'openapi-types'

/** Moves each schema that has a title to the components of the document, under its title. */
export function titled(document: OpenAPIV3_1.Document): OpenAPIV3_1.Document {
  const schemas: Record<string, OpenAPIV3_1.SchemaObject> = {}
  const paths = hoist(document.paths, schemas) as OpenAPIV3_1.PathsObject
  return {
    ...document,
    paths,
    components: {...document.components, schemas: {...document.components?.schemas, ...schemas}},
  }
}

function hoist(node: unknown, schemas: Record<string, OpenAPIV3_1.SchemaObject>): unknown {
  if (Array.isArray(node)) return node.map((each) => hoist(each, schemas))
  if (typeof node !== 'object' || node === null) return node
  const copy = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, hoist(value, schemas)]))
  if (typeof copy.title !== 'string' || typeof copy.type !== 'string') return copy
  const {title, ...schema} = copy
  schemas[title] = schema
  return {$ref: `#/components/schemas/${title}`}
}
