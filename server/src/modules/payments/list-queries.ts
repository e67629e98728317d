import { type RawBuilder, sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import { paymentColumns, type PaymentRow } from './payment-queries.ts'
import {
  idOfTradeNo,
  type PaymentProvider,
  type PaymentRefundState,
  type PaymentState,
  type RefundCause,
} from './payment-rules.ts'

export type PaymentListRow = PaymentRow & {
  claimSaleId: string | null
  refunds: {
    paymentRefundId: string
    cause: RefundCause
    state: PaymentRefundState
    amountCents: number
    reason: string | null
  }[]
}

/** Stores, and the instants between which payments are looked for there: their day begins by their own clock. */
export type StoreSpan = { storeIds: readonly string[]; from: Date | null; until: Date | null }

/** What is left out is not asked for. `storeIds` null: every store. */
export type PaymentFilter = {
  storeIds: readonly string[] | null
  paymentId?: string
  saleId?: string
  state?: PaymentState
  provider?: PaymentProvider
  /** Not known, late, failed to go back, or paid and taken by no sale for ten minutes. */
  needsAttention?: boolean
  /** As a bill has it: the beginning of the provider's number, the whole of ours (of a payment or of what went back), a card's last four. */
  number?: string
  minCents?: number
  maxCents?: number
  spans?: readonly StoreSpan[]
}

type Place = { at: string; id: string } | null

/** Payments latest first, with who took them and what went back. Only the conditions that were asked for are in the statement. */
export function listPayments(
  work: Work,
  filter: PaymentFilter,
  page: { before: Place; limit: number },
): Promise<PaymentListRow[]> {
  const { merchantId } = work
  const conditions = [sql`p.merchant_id = ${merchantId}`, ...rowConditions(filter), ...spanConditions(filter)]
  if (filter.needsAttention) conditions.push(needsAttention(work))
  if (filter.number) conditions.push(named(work, filter.number))
  if (page.before)
    conditions.push(sql`(p.created_at, p.id) < (${page.before.at}::timestamptz, ${page.before.id}::uuid)`)
  return work.send<PaymentListRow>(sql`
    select ${paymentColumns}, c.sale_id as claim_sale_id, r.refunds
      from payments.payment p
      left join payments.claim c on c.merchant_id = ${merchantId} and c.payment_id = p.id
      cross join lateral (
        select coalesce(jsonb_agg(jsonb_build_object('paymentRefundId', r.id, 'cause', r.cause, 'state', r.state,
                 'amountCents', r.amount_cents, 'reason', r.reason) order by r.created_at, r.id), '[]') as refunds
          from payments.payment_refund r where r.merchant_id = ${merchantId} and r.payment_id = p.id offset 0) r
     where ${sql.join(conditions, sql` and `)}
     order by p.created_at desc, p.id desc limit ${page.limit}`)
}

/** What the payment's own row answers. */
function rowConditions(filter: PaymentFilter): RawBuilder<unknown>[] {
  const { storeIds, paymentId, saleId, state, provider, minCents, maxCents } = filter
  const conditions: RawBuilder<unknown>[] = []
  if (storeIds) conditions.push(sql`p.store_id = any(${[...storeIds]}::uuid[])`)
  if (paymentId) conditions.push(sql`p.id = ${paymentId}`)
  if (saleId) conditions.push(sql`p.sale_id = ${saleId}`)
  if (state) conditions.push(sql`p.state = ${state}`)
  if (provider) conditions.push(sql`p.provider = ${provider}`)
  if (minCents !== undefined) conditions.push(sql`p.amount_cents >= ${minCents}`)
  if (maxCents !== undefined) conditions.push(sql`p.amount_cents <= ${maxCents}`)
  return conditions
}

/** Days of several clocks: the widest span lets the index on time be used, each store's own decides. */
function spanConditions({ spans }: PaymentFilter): RawBuilder<unknown>[] {
  if (!spans) return []
  if (spans.length === 0) return [sql`false`]
  const ofStore = spans.map(({ storeIds, ...span }) =>
    sql.join([sql`p.store_id = any(${[...storeIds]}::uuid[])`, ...between(span)], sql` and `),
  )
  const ends = (name: 'from' | 'until') => spans.flatMap((span) => span[name] ?? [])
  const widest = { from: earliest(ends('from')), until: latest(ends('until')) }
  return [...between(widest), sql`(${sql.join(ofStore, sql` or `)})`]
}

function between({ from, until }: { from: Date | null; until: Date | null }): RawBuilder<unknown>[] {
  return [...(from ? [sql`p.created_at >= ${from}`] : []), ...(until ? [sql`p.created_at < ${until}`] : [])]
}

const earliest = (times: readonly Date[]) =>
  times.length > 0 ? new Date(Math.min(...times.map((time) => time.getTime()))) : null
const latest = (times: readonly Date[]) =>
  times.length > 0 ? new Date(Math.max(...times.map((time) => time.getTime()))) : null

function needsAttention({ merchantId, at }: Work): RawBuilder<unknown> {
  const unclaimedSince = new Date(at.getTime() - 600_000)
  return sql`(p.state = 'unknown'
      or p.state = 'confirmed' and p.created_at < ${unclaimedSince} and c.payment_id is null
         and not exists (select from payments.payment_refund g where g.merchant_id = ${merchantId}
                            and g.payment_id = p.id and g.state <> 'failed')
      or exists (select from payments.payment_refund f where f.merchant_id = ${merchantId}
                    and f.payment_id = p.id and f.state = 'failed'))`
}

/** By ranges of bytes, which the index answers: under row level security it is not asked for LIKE. `~` comes after all that a number may hold. */
function named({ merchantId }: Work, number: string): RawBuilder<unknown> {
  const ours = idOfTradeNo(number.toLowerCase())
  const either = [sql`p.provider_no collate "C" >= ${number} and p.provider_no collate "C" < ${`${number}~`}`]
  if (/^\d{4}$/.test(number)) either.push(sql`p.card_last4 = ${number}`)
  if (ours)
    either.push(
      sql`p.id = ${ours}`,
      sql`p.id = (select b.payment_id from payments.payment_refund b where b.merchant_id = ${merchantId} and b.id = ${ours})`,
    )
  return sql`(${sql.join(either, sql` or `)})`
}
