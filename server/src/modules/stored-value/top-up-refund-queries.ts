import { sql } from 'kysely'
import type { RefundBasis } from '#modules/law-packs/pack-types.ts'
import type { Work } from '#platform/work.ts'
import { owedFor, type RefundCause } from './top-up-refund-rules.ts'

/** What a refund paid and why: enough to show its formula again. */
type Explained = {
  cause: RefundCause
  basis: RefundBasis
  isWithdrawal: boolean
  knewGoods: boolean
  countedPrincipalCents: number
  consumedCents: number
  refundCents: number
  principalTakenCents: number
  bonusForfeitedCents: number
  tenderKind: 'cash' | 'other'
  tenderMethod: string | null
  reason: string
  storeId: string
  at: Date
}

export type TopUpRefundRecord = Explained & {
  id: string
  topUpId: string
  memberId: string
  fingerprint: string
  businessDay: string
  cashierId: string | null
  shiftId: string | null
}

export async function insertTopUpRefund(work: Work, record: TopUpRefundRecord): Promise<void> {
  await work.send(sql`
    insert into stored_value.top_up_refund (merchant_id, id, top_up_id, member_id, store_id, cause, refund_cents,
           consumed_cents, principal_taken_cents, bonus_forfeited_cents, tender_kind, tender_method, reason, fingerprint,
           business_day, at, cashier_id, shift_id, basis, is_withdrawal, knew_goods, counted_principal_cents)
    values (${work.merchantId}, ${record.id}, ${record.topUpId}, ${record.memberId}, ${record.storeId}, ${record.cause},
           ${record.refundCents}, ${record.consumedCents}, ${record.principalTakenCents}, ${record.bonusForfeitedCents},
           ${record.tenderKind}, ${record.tenderMethod}, ${record.reason}, ${record.fingerprint}, ${record.businessDay},
           ${record.at}, ${record.cashierId}, ${record.shiftId}, ${record.basis}, ${record.isWithdrawal},
           ${record.knewGoods}, ${record.countedPrincipalCents})`)
}

export type TopUpRefundRow = Explained & { refundId: string; owedCents: number }

/** How the rest of a top-up was given back, with what its formula gave; undefined while it was not. */
export async function readTopUpRefund(work: Work, topUpId: string): Promise<TopUpRefundRow | undefined> {
  type Row = Explained & { refundId: string; bonusCents: number }
  const [row] = await work.send<Row>(sql`
    select r.id as refund_id, r.cause, r.is_withdrawal, r.knew_goods, r.consumed_cents, r.refund_cents, r.principal_taken_cents,
           r.bonus_forfeited_cents, r.tender_kind, r.tender_method, r.reason, r.store_id, r.at, t.bonus_cents,
           coalesce(r.basis, case r.cause when 'merchant' then 'ratio' else 'list_price' end) as basis,
           coalesce(r.counted_principal_cents, t.principal_cents) as counted_principal_cents
      from stored_value.top_up_refund r
      join stored_value.top_up t on t.merchant_id = ${work.merchantId} and t.id = r.top_up_id
     where r.merchant_id = ${work.merchantId} and r.top_up_id = ${topUpId}`)
  if (!row) return undefined
  const { bonusCents, ...refund } = row
  const { basis, consumedCents, countedPrincipalCents } = refund
  return { ...refund, owedCents: owedFor(basis, { principalCents: countedPrincipalCents, bonusCents, consumedCents }) }
}
