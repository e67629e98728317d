import fc from 'fast-check'

/** The parts of a JSON schema that a sample is made from. */
export type SampleSchema = {
  type?: string | string[]
  format?: string
  pattern?: string
  const?: unknown
  enum?: unknown[]
  anyOf?: SampleSchema[]
  properties?: Record<string, SampleSchema>
  required?: string[]
  items?: SampleSchema
  minItems?: number
  minLength?: number
  minimum?: number
  exclusiveMinimum?: number
}

/**
 * An input that a route's schema accepts, with only what it requires.
 *
 * `idFor` gives the id for a field or parameter by its name, so that the same input can name records of this merchant,
 * of another, or none.
 */
export function sampleInput(schema: SampleSchema, idFor: (name: string) => string, name = ''): unknown {
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  if (schema.anyOf) return sampleInput(schema.anyOf[0]!, idFor, name)
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {})
          .filter(([field]) => schema.required?.includes(field))
          .map(([field, of]) => [field, sampleInput(of, idFor, field)]),
      )
    case 'array':
      return Array.from({ length: schema.minItems ?? 1 }, () => sampleInput(schema.items ?? {}, idFor, name))
    case 'integer':
    case 'number':
      return Math.max(1, schema.minimum ?? 1, (schema.exclusiveMinimum ?? 0) + 1)
    case 'boolean':
      return false
    case 'null':
      return null
    case 'string':
      return sampleText(schema, idFor, name)
    default:
      return {}
  }
}

function sampleText({ format, pattern, minLength = 1 }: SampleSchema, idFor: (name: string) => string, name: string) {
  if (format === 'uuid') return idFor(name)
  if (format === 'date') return '2026-03-01'
  if (format === 'date-time') return '2026-03-01T06:00:00Z'
  const plain = 'a'.repeat(Math.max(1, minLength))
  if (!pattern || new RegExp(pattern, 'u').test(plain)) return plain
  return fc.sample(fc.stringMatching(new RegExp(pattern, 'u')), { numRuns: 1, seed: 1 })[0]!
}
