import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import type { FastifySchemaCompiler } from 'fastify'

/**
 * Bodies are checked as they are: "12" is not 12, unknown fields are refused. Query, path and headers arrive as text and are
 * read as the numbers and booleans that the schema names.
 */
export function validatorCompiler(): FastifySchemaCompiler<object> {
  const shared = { removeAdditional: false, useDefaults: true, allErrors: false, strict: false } as const
  const exact = new Ajv({ ...shared, coerceTypes: false })
  const fromText = new Ajv({ ...shared, coerceTypes: 'array' })
  for (const ajv of [exact, fromText]) addFormats.default(ajv, ['uuid', 'date', 'date-time', 'email', 'uri'])
  return ({ schema, httpPart }) => (httpPart === 'body' ? exact : fromText).compile(schema)
}
