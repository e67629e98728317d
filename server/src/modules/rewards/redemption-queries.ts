import { sql } from 'kysely'
import { actorId } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import type { RedemptionState, RewardKind } from './reward-rules.ts'

export type RedemptionRow = {
  id: string
  rewardId: string
  memberId: string
  name: string
  kind: RewardKind
  quantity: number
  points: number
  cashCents: number
  state: RedemptionState
  storeId: string | null
  codeHash: Buffer | null
  code: Buffer | null
  address: Buffer | null
  tracking: string | null
  couponId: string | null
  drawEntryId: string | null
  itemId: string | null
  /** What is paid at the till when it is picked up; `couponId` carries the price there. */
  dueCents: number
  at: Date
  expiresAt: Date | null
  endedAt: Date | null
}

const redeemed = sql`d.id, d.reward_id, d.member_id, d.name, d.kind, d.quantity, d.points, d.cash_cents, d.state, d.store_id,
  d.code_hash, d.code, d.address, d.tracking, d.coupon_id, d.draw_entry_id, d.item_id, d.due_cents, d.at, d.expires_at, d.ended_at`

export async function insertRedemption({ send, merchantId }: Work, row: RedemptionRow): Promise<void> {
  await send(sql`
    insert into rewards.redemption (merchant_id, id, reward_id, member_id, name, kind, quantity, points, cash_cents, state,
           store_id, code_hash, code, address, coupon_id, draw_entry_id, item_id, due_cents, at, expires_at, ended_at)
    values (${merchantId}, ${row.id}, ${row.rewardId}, ${row.memberId}, ${row.name}, ${row.kind}, ${row.quantity},
            ${row.points}, ${row.cashCents}, ${row.state}, ${row.storeId}, ${row.codeHash}, ${row.code}, ${row.address},
            ${row.couponId}, ${row.drawEntryId}, ${row.itemId}, ${row.dueCents}, ${row.at}, ${row.expiresAt}, ${row.endedAt})`)
}

export async function lockRedemption({ send, merchantId }: Work, id: string): Promise<RedemptionRow | undefined> {
  const [row] = await send<RedemptionRow>(sql`
    select ${redeemed} from rewards.redemption d where d.merchant_id = ${merchantId} and d.id = ${id} for update`)
  return row
}

export async function findRow(
  { send, merchantId }: Work,
  codeHash: Buffer,
  isLocked: boolean,
): Promise<RedemptionRow | undefined> {
  const [row] = await send<RedemptionRow>(sql`
    select ${redeemed} from rewards.redemption d
     where d.merchant_id = ${merchantId} and d.code_hash = ${codeHash} ${isLocked ? sql`for update` : sql``}`)
  return row
}

/**
 * Ends or moves on a locked redemption. An ended one has no code and no address any more; what is sent counts as received at
 * `expiresAt`.
 */
export async function writeState(
  { send, merchantId, at, actor }: Work,
  id: string,
  state: RedemptionState,
  sent: { tracking: string; expiresAt: Date } | null = null,
): Promise<void> {
  const isEnd = state !== 'sent'
  await send(sql`
    update rewards.redemption
       set state = ${state}, tracking = coalesce(${sent?.tracking ?? null}, tracking), code = null,
           expires_at = coalesce(${sent?.expiresAt ?? null}, expires_at),
           address = case when ${isEnd} then null else address end, ended_at = ${isEnd ? at : null}, ended_by = ${actorId(actor)}
     where merchant_id = ${merchantId} and id = ${id}`)
}

/** A reservation was had in a sale. Its code is kept: the sale may be returned as a whole. */
export async function closeRow({ send, merchantId, at, actor }: Work, id: string): Promise<void> {
  await send(sql`
    update rewards.redemption set state = 'done', ended_at = ${at}, ended_by = ${actorId(actor)}
     where merchant_id = ${merchantId} and id = ${id}`)
}

/** Makes a redemption that was had one that waits again, because the sale that took it was returned as a whole. */
export async function reopenRow({ send, merchantId }: Work, id: string, expiresAt: Date): Promise<void> {
  await send(sql`
    update rewards.redemption set state = 'reserved', ended_at = null, ended_by = null, expires_at = ${expiresAt}
     where merchant_id = ${merchantId} and id = ${id}`)
}

export function lockByCoupons({ send, merchantId }: Work, couponIds: readonly string[]): Promise<RedemptionRow[]> {
  return send<RedemptionRow>(sql`
    select ${redeemed} from rewards.redemption d
     where d.merchant_id = ${merchantId} and d.coupon_id = any(${[...couponIds]}::uuid[]) order by d.id for update`)
}

/** When a member last had something; null: never. */
export async function lastRedeemedAt({ send, merchantId }: Work, memberId: string): Promise<Date | null> {
  const [row] = await send<{ at: Date }>(sql`
    select at from rewards.redemption where merchant_id = ${merchantId} and member_id = ${memberId} order by at desc limit 1`)
  return row?.at ?? null
}

export type RedemptionFilter = { memberIds: readonly string[] | null; state: RedemptionState | null }

export function listRedemptions(
  { send, merchantId }: Work,
  { memberIds, state }: RedemptionFilter,
  { before, limit }: { before: { at: string; id: string } | null; limit: number },
): Promise<RedemptionRow[]> {
  return send<RedemptionRow>(sql`
    select ${redeemed} from rewards.redemption d
     where d.merchant_id = ${merchantId}
       ${memberIds ? sql`and d.member_id = any(${[...memberIds]}::uuid[])` : sql``} ${state ? sql`and d.state = ${state}` : sql``}
       ${before ? sql`and (d.at, d.id) < (${before.at}::timestamptz, ${before.id}::uuid)` : sql``}
     order by d.at desc, d.id desc limit ${limit}`)
}

/** Locks reservations whose time is over, and what was sent so long ago that it has arrived. */
export async function lockOverdue({ send, merchantId, at }: Work, limit: number): Promise<RedemptionRow[]> {
  return send<RedemptionRow>(sql`
    select ${redeemed} from rewards.redemption d
     where d.merchant_id = ${merchantId} and d.state in ('reserved', 'sent') and d.expires_at <= ${at}
     order by d.expires_at limit ${limit} for update skip locked`)
}

export async function nextOverdueAt({ send, merchantId }: Work): Promise<Date | null> {
  const [row] = await send<{ at: Date | null }>(sql`
    select min(expires_at) as at from rewards.redemption where merchant_id = ${merchantId} and state in ('reserved', 'sent')`)
  return row!.at
}
