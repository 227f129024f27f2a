/** The schema of a recipe's file, for editors. */
import { z } from 'zod'
import { recipeSchema } from './schema.ts'

/** The part of JSON Schema that zod makes of a recipe. */
export interface JsonSchema {
  type?: unknown
  const?: unknown
  enum?: unknown[]
  maximum?: number
  anyOf?: JsonSchema[]
  oneOf?: JsonSchema[]
  properties?: Record<string, JsonSchema>
  required?: string[]
  [keyword: string]: unknown
}

/**
 * JSON Schema (2020-12) of one file. Nothing is required, because a file may extend others, and keys that a recipe can do
 * without may be null, which takes away what is extended.
 */
export function recipeJsonSchema(): JsonSchema {
  const { $schema, '~standard': _, ...schema } = z.toJSONSchema(recipeSchema, { io: 'input' })
  return { $schema, $id: 'recipe.schema.json', title: 'Recipe', ...loosened(schema as JsonSchema) }
}

function loosened({ required = [], oneOf, ...schema }: JsonSchema): JsonSchema {
  // Without the required name, a mapping can be that of several methods.
  const branches = schema.anyOf ?? oneOf
  const properties = Object.entries(schema.properties ?? {}).map(([key, property]) => {
    const inner = loosened(property)
    return [key, required.includes(key) ? inner : nullable(inner)]
  })
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum
  return {
    ...schema,
    ...(branches && { anyOf: branches.map(loosened) }),
    ...(schema.properties && { properties: Object.fromEntries(properties) }),
  }
}

function nullable(schema: JsonSchema): JsonSchema {
  if (schema.anyOf) return { ...schema, anyOf: [...schema.anyOf, { type: 'null' }] }
  return {
    ...schema,
    type: [schema.type, 'null'],
    ...(schema.enum && { enum: [...schema.enum, null] }),
  }
}
