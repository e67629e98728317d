import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import type { OnlineAgreement, OnlineOrderState, OnlineWish } from './online-order-rules.ts'

export type OnlineOrder = {
  id: string
  kind: OnlineWish['kind']
  memberId: string
  storeId: string
  amountCents: number
  wish: OnlineWish
  agreed: OnlineAgreement
  paymentId: string | null
  state: OnlineOrderState
  refusedCode: string | null
  at: Date
  settledAt: Date | null
}

const columns = sql`id, kind, member_id, store_id, amount_cents, wish, agreed, payment_id, state, refused_code, at, settled_at`

export async function insertOnlineOrder(
  work: Work,
  order: Omit<OnlineOrder, 'refusedCode' | 'at' | 'settledAt'>,
): Promise<void> {
  const { id, kind, memberId, storeId, amountCents, wish, agreed, paymentId, state } = order
  await work.send(sql`
    insert into cashier.online_order (merchant_id, id, kind, member_id, store_id, amount_cents, wish, agreed, payment_id, state, at,
           settled_at)
    values (${work.merchantId}, ${id}, ${kind}, ${memberId}, ${storeId}, ${amountCents}, ${JSON.stringify(wish)}::jsonb,
            ${JSON.stringify(agreed)}::jsonb, ${paymentId}, ${state}, ${work.at}, ${state === 'paying' ? null : work.at})`)
}

/** Locks the order that a payment was asked for; undefined for payments of the till. */
export async function lockOnlineOrder(
  work: Work,
  { id, paymentId }: { id: string; paymentId: string },
): Promise<OnlineOrder | undefined> {
  const [order] = await work.send<OnlineOrder>(sql`
    select ${columns} from cashier.online_order
     where merchant_id = ${work.merchantId} and id = ${id} and payment_id = ${paymentId} for update`)
  return order
}

export async function settleOnlineOrder(
  work: Work,
  id: string,
  { state, refusedCode = null }: { state: OnlineOrderState; refusedCode?: string | null },
): Promise<void> {
  await work.send(sql`
    update cashier.online_order set state = ${state}, refused_code = ${refusedCode}, settled_at = ${work.at}
     where merchant_id = ${work.merchantId} and id = ${id}`)
}

/** One order of a person, whose records may have been merged. */
export async function readOnlineOrder(
  work: Work,
  id: string,
  memberIds: readonly string[],
): Promise<OnlineOrder | undefined> {
  const [order] = await work.send<OnlineOrder>(sql`
    select ${columns} from cashier.online_order
     where merchant_id = ${work.merchantId} and id = ${id} and member_id = any(${[...memberIds]}::uuid[])`)
  return order
}

/** A person's orders since an instant, latest first. */
export function readOnlineOrders(
  work: Work,
  memberIds: readonly string[],
  { since, limit }: { since: Date; limit: number },
): Promise<OnlineOrder[]> {
  return work.send<OnlineOrder>(sql`
    select ${columns} from cashier.online_order
     where merchant_id = ${work.merchantId} and member_id = any(${[...memberIds]}::uuid[]) and at >= ${since}
     order by at desc, id desc limit ${limit}`)
}
