import { SerializerSelector } from '@fastify/fast-json-stringify-compiler'
import { Ajv, type AnySchema, type ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'
import type { FastifySchemaCompiler } from 'fastify'
import type { FastifySerializerCompiler } from 'fastify/types/schema.js'

/**
 * Bodies are checked as they are: "12" is not 12, unknown fields are refused. Query, path and headers arrive as text and are
 * read as the numbers and booleans that the schema names.
 *
 * Each schema is compiled when its route is first asked: all at once they take longer than everything else of a start together.
 */
export function validatorCompiler(): FastifySchemaCompiler<AnySchema> {
  const shared = { removeAdditional: false, useDefaults: true, allErrors: false, strict: false } as const
  const exact = new Ajv({ ...shared, coerceTypes: false })
  const fromText = new Ajv({ ...shared, coerceTypes: 'array' })
  for (const ajv of [exact, fromText]) addFormats.default(ajv, ['uuid', 'date', 'date-time', 'email', 'uri'])
  return ({ schema, httpPart }) => validateLazily(() => (httpPart === 'body' ? exact : fromText).compile(schema))
}

function validateLazily(compile: () => ValidateFunction) {
  let compiled: ValidateFunction | undefined
  const validate = (data: unknown, context?: Parameters<ValidateFunction>[1]) => {
    compiled ??= compile()
    const isValid = compiled(data, context)
    validate.errors = compiled.errors
    return isValid
  }
  validate.errors = undefined as ValidateFunction['errors']
  // What Fastify knows Ajv's own functions by: it hands over where the value lies, so that it can be read as a number.
  validate.schemaEnv = true
  return validate
}

/** Answers leave by their schema, compiled when the route first answers so. */
export function serializerCompiler(): FastifySerializerCompiler<unknown> {
  const compile = SerializerSelector()({}, {})
  return (route) => {
    let compiled: ((answer: unknown) => string) | undefined
    return (answer) => {
      compiled ??= compile({ ...route, httpStatus: route.httpStatus ?? '' })
      return compiled(answer)
    }
  }
}
