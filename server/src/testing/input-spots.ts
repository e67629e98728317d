import fc from 'fast-check'
import { type SampleSchema, sampleInput } from './sample-input.ts'

export type SpotSchema = SampleSchema & { maxLength?: number; maximum?: number }

/** One place of an input that takes a single value, and the otherwise good input around it. */
export type InputSpot = {
  /** Names of fields and places of lists, joined by dots. */
  path: string
  schema: SpotSchema
  /** What the other shapes of the same place are: a field of the merchant's own takes text, numbers, yes and no. */
  otherTypes: readonly unknown[]
  /** Whether it is of one of several shapes: what is wrong may then be told of another shape. */
  isVariant: boolean
  around(value: unknown): unknown
}

type Shape = SampleSchema & { patternProperties?: Record<string, SampleSchema> }

/** Every place of an input where a single value stands, those of optional fields and of each shape included. */
export function inputSpots(schema: Shape, idFor: (name: string) => string, path = ''): InputSpot[] {
  const under = (step: string | number, inner: SampleSchema, place: (value: unknown) => unknown): InputSpot[] =>
    inputSpots(inner, idFor, path === '' ? String(step) : `${path}.${step}`).map((spot) => ({
      ...spot,
      around: (value) => place(spot.around(value)),
    }))

  if (schema.anyOf)
    return schema.anyOf
      .flatMap((shape) => inputSpots(shape, idFor, path))
      .map((spot) => ({
        ...spot,
        isVariant: true,
        otherTypes: spot.path === path ? [...spot.otherTypes, ...typesOf(schema.anyOf!)] : spot.otherTypes,
      }))
  if (schema.properties) {
    const good = sampleInput(schema, idFor) as Record<string, unknown>
    return Object.entries(schema.properties).flatMap(([field, inner]) =>
      under(field, inner, (value) => ({ ...good, [field]: value })),
    )
  }
  if (schema.patternProperties)
    return Object.entries(schema.patternProperties).flatMap(([pattern, inner]) => {
      const field = sampleKey(pattern)
      return under(field, inner, (value) => ({ [field]: value }))
    })
  if (Array.isArray(schema.items)) {
    const good = schema.items.map((inner: SampleSchema) => sampleInput(inner, idFor))
    return schema.items.flatMap((inner: SampleSchema, at) => under(at, inner, (value) => good.with(at, value)))
  }
  if (schema.items) return under(0, schema.items, (value) => [value])
  return [{ path, schema, otherTypes: [], isVariant: false, around: (value) => value }]
}

function typesOf(shapes: readonly SampleSchema[]): unknown[] {
  return shapes.map(({ type }) => type)
}

function sampleKey(pattern: string): string {
  if (pattern === '^.*$') return 'key'
  return fc.sample(fc.stringMatching(new RegExp(pattern)), { numRuns: 1, seed: 1 })[0]!
}
