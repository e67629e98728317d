import { PublicReceipt } from '#modules/cashier/contract.ts'
import { Cents, Instant, Nullable, PageOf, PageQuery, strict, Type, Uuid } from '#platform/contract.ts'

export const SaleParams = strict({ saleId: Uuid })
export const RefundParams = strict({ saleId: Uuid, refundId: Uuid })
export const BareReturnParams = strict({ returnId: Uuid })
export const ReceiptParams = strict({ token: Type.String({ maxLength: 100 }) })
export const PrintReceipt = strict({ printerId: Type.Optional(Uuid) })
export const PrintTaken = strict({ jobId: Uuid, printerId: Uuid })

export const MyReceiptQuery = strict(PageQuery)
export const MyReceiptPage = PageOf(
  strict({
    saleId: Uuid,
    receiptNumber: Type.String(),
    storeId: Uuid,
    happenedAt: Instant,
    netCents: Cents,
    refundedCents: Cents,
    pointsEarned: Type.Integer(),
    firstLine: Nullable(Type.String()),
    lineCount: Type.Integer(),
  }),
)
export const MyReceipt = strict({
  saleId: Uuid,
  receiptToken: Type.String({ description: 'opens the receipt’s own page: files, e-invoice' }),
  receipt: PublicReceipt,
})
