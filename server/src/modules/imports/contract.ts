import { strict, Text, Type } from '#platform/contract.ts'
import { importKinds } from './field-rules.ts'

export const Kind = Type.Union(importKinds.map((kind) => Type.Literal(kind)))

const sourceProperties = {
  columns: Type.Array(Text(200), { minItems: 1, maxItems: 10 }),
  join: Type.Optional(Type.String({ maxLength: 10 })),
  prefix: Type.Optional(Type.String({ maxLength: 50 })),
  values: Type.Optional(Type.Record(Type.String({ maxLength: 100 }), Type.String({ maxLength: 100 }))),
}

const Source = strict({ ...sourceProperties, fallback: Type.Optional(strict(sourceProperties)) })

/** How a file's columns become a record's fields: see `ImportMapping`. */
export const Mapping = strict({
  name: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,59}$' }),
  kind: Kind,
  title: Type.Optional(strict({ zh: Text(100), en: Text(100) })),
  format: Type.Optional(Type.Union([Type.Literal('csv'), Type.Literal('whitespace')])),
  encoding: Type.Optional(
    Type.Union(['utf-8', 'gb18030', 'utf-16le', 'utf-16be'].map((name) => Type.Literal(name as 'utf-8'))),
  ),
  columns: Type.Optional(Type.Array(Text(200), { maxItems: 300 })),
  emptyValues: Type.Optional(Type.Array(Type.String({ maxLength: 50 }), { maxItems: 20 })),
  dateOrder: Type.Optional(Type.Union([Type.Literal('ymd'), Type.Literal('mdy'), Type.Literal('dmy')])),
  timeZone: Type.Optional(Type.String({ maxLength: 60 })),
  isRounded: Type.Optional(Type.Boolean()),
  isRowTheSale: Type.Optional(Type.Boolean()),
  bonusShareBps: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_000 })),
  fields: Type.Record(Type.String({ maxLength: 60 }), Source),
})

export const MappingList = strict({ items: Type.Array(Mapping) })
