import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import type { OpenPayment } from './claim-payments.ts'
import type { Claim, PaymentFacts } from './claim-rules.ts'

type LockedRow = Omit<PaymentFacts, 'refundedCents' | 'claimedBy'>

/** Locks payments in the order of their ids. */
export function lockPaymentRows(work: Work, paymentIds: readonly string[]): Promise<LockedRow[]> {
  return work.send<LockedRow>(sql`
    select id, store_id, purpose, sale_id, amount_cents, currency, state, is_late
      from payments.payment
     where merchant_id = ${work.merchantId} and id = any(${paymentIds}::uuid[])
     order by id
       for update`)
}

type HeldRow = { paymentId: string; saleId: string | null; tenderId: string | null; refundedCents: number }

/** Who took the payments and what of them goes back: a statement of its own, so that it sees what the lock waited for. */
export function readClaimsAndRefunds(work: Work, paymentIds: readonly string[]): Promise<HeldRow[]> {
  return work.send<HeldRow>(sql`
    select p.id as payment_id, c.sale_id, c.tender_id,
           (select coalesce(sum(r.amount_cents), 0)::bigint from payments.payment_refund r
             where r.merchant_id = ${work.merchantId} and r.payment_id = p.id and r.state <> 'failed') as refunded_cents
      from unnest(${paymentIds}::uuid[]) as p(id)
      left join payments.claim c on c.merchant_id = ${work.merchantId} and c.payment_id = p.id`)
}

export async function insertClaims(work: Work, claims: readonly Claim[]): Promise<void> {
  await work.send(sql`
    insert into payments.claim (merchant_id, payment_id, sale_id, tender_id, at)
    select ${work.merchantId}, c.*, ${work.at}
      from unnest(${claims.map(({ paymentId }) => paymentId)}::uuid[], ${claims.map(({ saleId }) => saleId)}::uuid[],
                  ${claims.map(({ tenderId }) => tenderId)}::uuid[]) as c(payment_id, sale_id, tender_id)`)
}

export function readOpenPayments(
  work: Work,
  place: { storeId: string } | { deviceId: string } | { shiftId: string },
): Promise<OpenPayment[]> {
  const here =
    'storeId' in place
      ? sql`store_id = ${place.storeId}`
      : 'deviceId' in place
        ? sql`device_id = ${place.deviceId}`
        : sql`shift_id = ${place.shiftId}`
  return work.send<OpenPayment>(sql`
    select id, purpose, sale_id, amount_cents, state, created_at from payments.payment
     where merchant_id = ${work.merchantId} and ${here} and state in ('created', 'sent', 'pending', 'unknown')
     order by created_at, id`)
}

export function readUsablePayments(
  work: Work,
  { storeId, saleId }: { storeId: string; saleId: string },
): Promise<OpenPayment[]> {
  const { merchantId } = work
  return work.send<OpenPayment>(sql`
    select p.id, p.purpose, p.sale_id, p.amount_cents, p.state, p.created_at from payments.payment p
     where p.merchant_id = ${merchantId} and p.sale_id = ${saleId} and p.store_id = ${storeId}
       and (p.state in ('created', 'sent', 'pending', 'unknown')
            or p.state = 'confirmed' and not p.is_late
               and not exists (select from payments.claim c where c.merchant_id = ${merchantId} and c.payment_id = p.id)
               and not exists (select from payments.payment_refund r where r.merchant_id = ${merchantId}
                                  and r.payment_id = p.id and r.state <> 'failed'))
     order by p.created_at, p.id`)
}
