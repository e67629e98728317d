import type { PaymentListRow } from './list-queries.ts'
import type { HistoryRow } from './payment-queries.ts'

const iso = (at: Date | null) => at?.toISOString() ?? null

/** A payment as screens see it. */
export function paymentView(row: PaymentListRow) {
  const { id, purpose, saleId, storeId, deviceId, cashierId, provider, mode, amountCents, currency, state } = row
  const { cardBrand: brand, cardLast4: last4, authCode } = row
  return {
    ...{ id, purpose, saleId, storeId, deviceId, cashierId, provider, mode, amountCents, currency, state },
    reason: row.reason,
    isLate: row.isLate,
    qrText: state === 'pending' ? row.qrText : null,
    providerNo: row.providerNo,
    card: brand || last4 || authCode ? { brand, last4, authCode } : null,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    cancelAskedAt: iso(row.cancelAskedAt),
    confirmedAt: iso(row.confirmedAt),
    claimSaleId: row.claimSaleId,
    refunds: row.refunds,
  }
}

export function historyView({ at, detail, refundId, ...row }: HistoryRow) {
  const { reason } = detail
  return { ...row, at: at.toISOString(), paymentRefundId: refundId, reason: typeof reason === 'string' ? reason : null }
}
