import {
  Count,
  Day,
  Instant,
  Nullable,
  PageOf,
  PageQuery,
  strict,
  SumCents,
  Text,
  Type,
  Uuid,
} from '#platform/contract.ts'

export const Kind = Type.Union([Type.Literal('members'), Type.Literal('products'), Type.Literal('sales')])

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
    Type.Union([Type.Literal('utf-8'), Type.Literal('gb18030'), Type.Literal('utf-16le'), Type.Literal('utf-16be')]),
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

export const FileBytes = Type.Unsafe<Buffer>({ description: 'the bytes of the file' })
export const FileQuery = strict({ name: Text(255) })
export const FileAnswer = strict({ fileId: Uuid })
export const FileParams = strict({ fileId: Uuid })
export const LookQuery = strict({ kind: Kind })

export const FileLook = strict({
  name: Type.String(),
  format: Type.Union([Type.Literal('csv'), Type.Literal('whitespace'), Type.Literal('xlsx')]),
  encoding: Nullable(Type.Enum(['utf-8', 'gb18030', 'utf-16le', 'utf-16be'])),
  estimatedRows: Count,
  columns: Type.Array(Type.String()),
  sample: Type.Array(strict({ number: Type.Integer(), cells: Type.Array(Type.String()) })),
  guesses: Type.Record(Type.String(), strict({ columns: Type.Array(Type.String()) })),
})

export const ImportCreate = strict({
  fileId: Uuid,
  mapping: Mapping,
  storeId: Type.Optional(Nullable(Uuid)),
  isDryRun: Type.Boolean(),
})
export const ImportAnswer = strict({ batchId: Uuid })
export const ImportParams = strict({ batchId: Uuid })

export const Import = strict({
  id: Uuid,
  kind: Kind,
  fileName: Type.String(),
  isDryRun: Type.Boolean(),
  status: Type.Union([
    Type.Literal('waiting'),
    Type.Literal('running'),
    Type.Literal('done'),
    Type.Literal('failed'),
    Type.Literal('undoing'),
    Type.Literal('undone'),
  ]),
  rows: Count,
  estimatedRows: Nullable(Count),
  imported: Count,
  unchanged: Count,
  rejected: Count,
  totalCents: SumCents,
  kept: Count,
  failure: Nullable(strict({ code: Type.String(), details: Type.Record(Type.String(), Type.Unknown()) })),
  createdAt: Instant,
  createdBy: Nullable(Uuid),
  finishedAt: Nullable(Instant),
  undoneAt: Nullable(Instant),
})
export const ImportQuery = strict(PageQuery)
export const ImportPage = PageOf(Import)

export const ErrorQuery = strict(PageQuery)
export const ErrorPage = PageOf(
  strict({
    row: Type.Integer(),
    field: Type.String(),
    code: Type.String(),
    details: Type.Record(Type.String(), Type.Unknown()),
  }),
)

export const FieldQuery = strict({ kind: Kind })
export const FieldList = strict({
  items: Type.Array(strict({ name: Type.String(), type: Type.String(), isNeeded: Type.Boolean() })),
})

const Format = Type.Union([Type.Literal('csv'), Type.Literal('xlsx')])

/** The filters of the catalogue's list: the file holds what the list shows. */
export const ProductExportQuery = strict({
  format: Format,
  text: Type.Optional(Text(100, 0)),
  kind: Type.Optional(Type.Enum(['product', 'service', 'bundle'])),
  categoryId: Type.Optional(Uuid),
  isArchived: Type.Optional(Type.Boolean()),
})

/** The filters of the member list. */
export const MemberExportQuery = strict({
  format: Format,
  search: Type.Optional(Type.String({ maxLength: 200 })),
  status: Type.Optional(Type.Enum(['active', 'blocked'])),
  homeStoreId: Type.Optional(Uuid),
  gender: Type.Optional(Type.Enum(['female', 'male', 'unknown'])),
  source: Type.Optional(Type.Enum(['till', 'console', 'portal', 'import', 'integration'])),
  enrolledFrom: Type.Optional(Instant),
  enrolledBefore: Type.Optional(Instant),
  birthdayFrom: Type.Optional(Day),
  birthdayTo: Type.Optional(Day),
})
