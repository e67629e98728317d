import {
  Cents,
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
import { saleColumns } from './sale-column-rules.ts'

export const SaleRow = strict({
  id: Uuid,
  receiptNumber: Type.String(),
  businessDay: Day,
  happenedAt: Instant,
  storeId: Uuid,
  tillName: Nullable(Type.String()),
  memberId: Nullable(Uuid),
  memberName: Nullable(Type.String()),
  cashierName: Nullable(Type.String()),
  lineCount: Type.Integer(),
  firstLine: Nullable(Type.String()),
  grossCents: SumCents,
  discountCents: SumCents,
  netCents: SumCents,
  refundedCents: SumCents,
  pointsEarned: Type.Integer(),
  note: Nullable(Type.String()),
  tenders: Type.Array(strict({ kind: Type.String(), method: Nullable(Type.String()) })),
})

export const SalePage = PageOf(SaleRow)

/** What the list can be narrowed by; the export takes the very same. */
const filter = {
  storeId: Type.Optional(Uuid),
  deviceId: Type.Optional(Uuid),
  cashierId: Type.Optional(Uuid),
  memberId: Type.Optional(Uuid),
  from: Type.Optional(Day),
  until: Type.Optional(Day),
  receipt: Type.Optional(Text(60)),
  text: Type.Optional(
    Type.String({ minLength: 1, maxLength: 60, pattern: '^[^\\u0000]*$', description: 'receipt number, item or note' }),
  ),
  tender: Type.Optional(Type.String({ pattern: '^[a-z_]{1,40}$', description: 'a kind (cash) or a method (wechat)' })),
  minCents: Type.Optional(Cents),
  maxCents: Type.Optional(Cents),
  discount: Type.Optional(
    Type.Union([Type.Literal('any'), Type.Literal('by_hand'), Type.Literal('waiver'), Type.Literal('none')]),
  ),
  refunded: Type.Optional(Type.Union([Type.Literal('none'), Type.Literal('some'), Type.Literal('all')])),
}

export const SaleListQuery = strict({ ...PageQuery, ...filter })

export const SaleExportQuery = strict({
  ...filter,
  columns: Type.String({
    pattern: `^(${saleColumns.join('|')})(,(${saleColumns.join('|')}))*$`,
    description: 'which columns, in which order',
  }),
  format: Type.Union([Type.Literal('csv'), Type.Literal('xlsx')]),
  language: Type.Union([Type.Literal('zh'), Type.Literal('en')]),
})

/** By what a list of sales can be narrowed, as far as the reader sees it. */
export const SaleListChoices = strict({
  tills: Type.Array(strict({ id: Uuid, name: Type.String(), storeId: Uuid })),
  people: Type.Array(strict({ id: Uuid, name: Type.String(), isActive: Type.Boolean() })),
  tenders: Type.Array(Type.String()),
})

export const FileBytes = Type.Unsafe<Buffer>({ description: 'the bytes of the file' })
