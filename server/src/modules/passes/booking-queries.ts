import { sql } from 'kysely'
import { storesOf } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { type HoldRow, holdColumns } from './use-queries.ts'

/** Bookings of a member as they stand, the one that is furthest ahead first. */
export function readBookingsOf(work: Work, memberId: string, limit: number): Promise<HoldRow[]> {
  return work.send(sql`
    select ${holdColumns} from passes.pass_hold h
     where h.merchant_id = ${work.merchantId} and h.member_id = ${memberId}
     order by h.starts_at desc, h.id desc limit ${limit}`)
}

/** The bookings of a member that nobody settled and that lie ahead. */
export function readOpenBookingsOf(work: Work, memberId: string): Promise<{ startsAt: Date }[]> {
  return work.send(sql`
    select h.starts_at from passes.pass_hold h
     where h.merchant_id = ${work.merchantId} and h.member_id = ${memberId} and h.settled_at is null
       and h.starts_at >= ${work.at}`)
}

export type BookingFilter = { state: 'asked' | 'confirmed' | 'settled' | null; storeId: string | null }

/** A page of bookings of the actor's stores: what is open by its time, soonest first; with what is settled, latest first. */
export function pageBookings(
  work: Work,
  { state, storeId }: BookingFilter,
  after: readonly [startsAt: string, id: string] | null,
  limit: number,
): Promise<HoldRow[]> {
  const stores = storesOf(work.actor)
  const [startsAt, id] = after ?? [null, null]
  const isOpen = state === 'asked' || state === 'confirmed'
  const within = {
    asked: sql`h.settled_at is null and h.confirmed_at is null`,
    confirmed: sql`h.settled_at is null and h.confirmed_at is not null`,
    settled: sql`h.settled_at is not null`,
    all: sql`true`,
  }[state ?? 'all']
  const beyond = isOpen
    ? sql`(h.starts_at, h.id) > (${startsAt}::timestamptz, ${id}::uuid)`
    : sql`(h.starts_at, h.id) < (${startsAt}::timestamptz, ${id}::uuid)`
  const order = isOpen ? sql`h.starts_at, h.id` : sql`h.starts_at desc, h.id desc`
  return work.send(sql`
    select ${holdColumns} from passes.pass_hold h
     where h.merchant_id = ${work.merchantId} and ${within}
       and (${stores === null} or h.store_id = any(${[...(stores ?? [])]}::uuid[]))
       and (${storeId}::uuid is null or h.store_id = ${storeId}::uuid)
       and (${startsAt}::timestamptz is null or ${beyond})
     order by ${order} limit ${limit}`)
}

/** Says yes to a time that was asked for. The pass is locked. */
export async function writeConfirmed(work: Work, bookingId: string, by: string | null): Promise<void> {
  await work.send(sql`
    update passes.pass_hold set confirmed_at = ${work.at}, confirmed_by = ${by}
     where merchant_id = ${work.merchantId} and id = ${bookingId} and confirmed_at is null and settled_at is null`)
}
