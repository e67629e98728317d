import { sql } from 'kysely'
import { actorId } from '#platform/actor.ts'
import { snakeRows } from '#platform/snake-rows.ts'
import type { Work } from '#platform/work.ts'
import type { SettledAs } from './booking-rules.ts'

export type ShownBy = 'code' | 'card' | 'pin' | 'staff' | 'booking'

export type UseRow = {
  id: string
  passId: string
  componentId: string
  memberId: string
  units: number
  day: string
  at: Date
  storeId: string
  itemId: string | null
  shown: ShownBy
  bookingId: string | null
  valueCents: number
  actorId: string | null
  undoneAt: Date | null
  undoneBy: string | null
  undoneReason: string | null
}

const columns = sql`u.id, u.pass_id, u.component_id, u.member_id, u.units, u.day, u.at, u.store_id, u.item_id, u.shown, u.booking_id,
  u.value_cents, u.actor_id, u.undone_at, u.undone_by, u.undone_reason`

export async function insertUses(
  work: Work,
  uses: readonly Omit<UseRow, 'undoneAt' | 'undoneBy' | 'undoneReason'>[],
): Promise<void> {
  await work.send(sql`
    insert into passes.pass_use (merchant_id, id, pass_id, component_id, member_id, units, day, at, store_id, item_id, shown,
           booking_id, value_cents, actor_id)
    select ${work.merchantId}, id, pass_id, component_id, member_id, units, day, at, store_id, item_id, shown, booking_id,
           value_cents, actor_id
      from jsonb_to_recordset(${JSON.stringify(snakeRows(uses))}::jsonb) as u(id uuid, pass_id uuid, component_id uuid,
           member_id uuid, units integer, day date, at timestamptz, store_id uuid, item_id uuid, shown text, booking_id uuid,
           value_cents bigint, actor_id uuid)`)
}

export async function readUse(work: Work, useId: string): Promise<UseRow | undefined> {
  const [row] = await work.send<UseRow>(sql`
    select ${columns} from passes.pass_use u where u.merchant_id = ${work.merchantId} and u.id = ${useId}`)
  return row
}

/** Writes that a use was undone. False: it was before. */
export async function writeUndo(work: Work, useId: string, by: string | null, reason: string): Promise<boolean> {
  const rows = await work.send(sql`
    update passes.pass_use set undone_at = ${work.at}, undone_by = ${by}, undone_reason = ${reason}
     where merchant_id = ${work.merchantId} and id = ${useId} and undone_at is null returning id`)
  return rows.length > 0
}

/** The uses of a pass, newest first, those undone as well. */
export function readUsesOf(work: Work, passId: string, limit: number): Promise<UseRow[]> {
  return work.send(sql`
    select ${columns} from passes.pass_use u where u.merchant_id = ${work.merchantId} and u.pass_id = ${passId}
     order by u.day desc, u.at desc, u.id desc limit ${limit}`)
}

/**
 * The last uses of each of several passes, as `readUsesOf` gives those of one, by anybody or by one person: one statement, however many
 * passes there are.
 */
export async function readUsesByPass(
  work: Work,
  passes: readonly { passId: string; usedBy: string | null }[],
  limit: number,
): Promise<Map<string, UseRow[]>> {
  if (passes.length === 0) return new Map()
  const passIds = passes.map(({ passId }) => passId)
  const usedBy = passes.map((each) => each.usedBy)
  const rows = await work.send<UseRow>(sql`
    select uses.* from unnest(${passIds}::uuid[], ${usedBy}::uuid[]) as wanted(id, used_by)
      cross join lateral (select ${columns} from passes.pass_use u
                           where u.merchant_id = ${work.merchantId} and u.pass_id = wanted.id
                             and (wanted.used_by is null or u.member_id = wanted.used_by)
                           order by u.day desc, u.at desc, u.id desc limit ${limit}) uses
     order by uses.day desc, uses.at desc, uses.id desc`)
  return Map.groupBy(rows, ({ passId }) => passId)
}

export type HoldRow = {
  bookingId: string
  passId: string
  componentId: string
  memberId: string
  units: number
  day: string
  startsAt: Date
  storeId: string
  itemId: string | null
  staffGrade: string | null
  heldAt: Date
  /** Null: a member asked for the time, the shop has yet to say yes. */
  confirmedAt: Date | null
  confirmedBy: string | null
  settledAt: Date | null
  settledAs: SettledAs | null
}

export const holdColumns = sql`h.id as booking_id, h.pass_id, h.component_id, h.member_id, h.units, h.day, h.starts_at, h.store_id, h.item_id,
  h.staff_grade, h.held_at, h.confirmed_at, h.confirmed_by, h.settled_at, h.settled_as`

export async function insertHold(work: Work, hold: Omit<HoldRow, 'settledAt' | 'settledAs'>): Promise<void> {
  await work.send(sql`
    insert into passes.pass_hold (merchant_id, id, pass_id, component_id, member_id, units, day, starts_at, store_id,
           item_id, staff_grade, held_at, confirmed_at, confirmed_by)
    values (${work.merchantId}, ${hold.bookingId}, ${hold.passId}, ${hold.componentId}, ${hold.memberId}, ${hold.units},
            ${hold.day}, ${hold.startsAt}, ${hold.storeId}, ${hold.itemId}, ${hold.staffGrade}, ${hold.heldAt}, ${hold.confirmedAt},
            ${hold.confirmedBy})`)
}

export async function readHold(work: Work, bookingId: string): Promise<HoldRow | undefined> {
  const [row] = await work.send<HoldRow>(sql`
    select ${holdColumns} from passes.pass_hold h where h.merchant_id = ${work.merchantId} and h.id = ${bookingId}`)
  return row
}

export function readOpenHolds(work: Work, passId: string): Promise<HoldRow[]> {
  return work.send(sql`
    select ${holdColumns} from passes.pass_hold h
     where h.merchant_id = ${work.merchantId} and h.pass_id = ${passId} and h.settled_at is null order by h.starts_at, h.id`)
}

export async function settleHolds(work: Work, bookingIds: readonly string[], as: SettledAs): Promise<void> {
  await work.send(sql`
    update passes.pass_hold set settled_at = ${work.at}, settled_as = ${as}, settled_by = ${actorId(work.actor)}
     where merchant_id = ${work.merchantId} and id = any(${[...bookingIds]}::uuid[]) and settled_at is null`)
}
