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
import { Disposition, Quantity } from '#modules/cashier/contract.ts'
import { refundColumns } from './refund-column-rules.ts'

export const ListedRefundKind = Type.Union([
  Type.Literal('refund'),
  Type.Literal('void'),
  Type.Literal('exchange'),
  Type.Literal('no_receipt'),
])

const row = {
  id: Uuid,
  receiptNumber: Type.String(),
  kind: ListedRefundKind,
  businessDay: Day,
  at: Instant,
  storeId: Uuid,
  tillName: Nullable(Type.String()),
  cashierName: Nullable(Type.String()),
  approverName: Nullable(Type.String({ description: 'who approved it, where the cashier had no right to' })),
  memberId: Nullable(Uuid),
  memberName: Nullable(Type.String()),
  saleId: Nullable(Type.String({ format: 'uuid', description: 'null: goods without a receipt' })),
  saleReceiptNumber: Nullable(Type.String()),
  reason: Type.String(),
  netCents: SumCents,
  paidCents: Type.Integer({ ...SumCents, description: 'cash as the store rounds it' }),
  pointsReversed: Type.Integer(),
  tenders: Type.Array(strict({ kind: Type.String(), method: Nullable(Type.String()), paidCents: SumCents })),
}

export const RefundRow = strict({ ...row, lineCount: Type.Integer(), firstLine: Nullable(Type.String()) })
export const RefundPage = PageOf(RefundRow)

/** What the list can be narrowed by; the export takes the very same. */
const filter = {
  storeId: Type.Optional(Uuid),
  deviceId: Type.Optional(Uuid),
  cashierId: Type.Optional(Uuid),
  memberId: Type.Optional(Uuid),
  kind: Type.Optional(ListedRefundKind),
  approved: Type.Optional(Type.Boolean({ description: 'true: a manager’s approval was needed' })),
  from: Type.Optional(Day),
  until: Type.Optional(Day),
  minCents: Type.Optional(Cents),
  receipt: Type.Optional(Text(60)),
  text: Type.Optional(
    Type.String({ minLength: 1, maxLength: 60, pattern: '^[^\\u0000]*$', description: 'number, item or reason' }),
  ),
}

export const RefundListQuery = strict({ ...PageQuery, ...filter })

export const RefundExportQuery = strict({
  ...filter,
  columns: Type.String({
    pattern: `^(${refundColumns.join('|')})(,(${refundColumns.join('|')}))*$`,
    description: 'which columns, in which order',
  }),
  format: Type.Union([Type.Literal('csv'), Type.Literal('xlsx')]),
  language: Type.Union([Type.Literal('zh'), Type.Literal('en')]),
})

export const FileBytes = Type.Unsafe<Buffer>({ description: 'the bytes of the file' })

export const BareReturnParams = strict({ returnId: Uuid })

/** Goods that came back without a receipt: what a sale's lines would say of them stands on the return's own. */
export const BareReturn = strict({
  ...row,
  taxCents: SumCents,
  lines: Type.Array(
    strict({
      lineId: Uuid,
      itemId: Uuid,
      name: Type.String(),
      quantityMilli: Quantity,
      unitPriceCents: SumCents,
      netCents: SumCents,
      disposition: Disposition,
    }),
  ),
})
