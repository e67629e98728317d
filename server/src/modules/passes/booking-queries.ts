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

const within = ({ actor, merchantId }: Work, { state, storeId }: BookingFilter) => {
  const stores = storesOf(actor)
  const which = {
    asked: sql`h.settled_at is null and h.confirmed_at is null`,
    confirmed: sql`h.settled_at is null and h.confirmed_at is not null`,
    settled: sql`h.settled_at is not null`,
    all: sql`true`,
  }[state ?? 'all']
  return sql`h.merchant_id = ${merchantId} and ${which}
       and (${stores === null} or h.store_id = any(${[...(stores ?? [])]}::uuid[]))
       and (${storeId}::uuid is null or h.store_id = ${storeId}::uuid)`
}

/** A page of bookings of the actor's stores, settled ones among them, by their time, latest first. */
export function pageBookings(
  work: Work,
  filter: BookingFilter,
  after: readonly [startsAt: string, id: string] | null,
  limit: number,
): Promise<HoldRow[]> {
  const [startsAt, id] = after ?? [null, null]
  return work.send(sql`
    select ${holdColumns} from passes.pass_hold h
     where ${within(work, filter)}
       and (${startsAt}::timestamptz is null or (h.starts_at, h.id) < (${startsAt}::timestamptz, ${id}::uuid))
     order by h.starts_at desc, h.id desc limit ${limit}`)
}

/**
 * Open bookings of the actor's stores from a time on, in no order: all that are for that very time, and `limit` of those after it, with
 * all that are for the same time as the last of them. So who waits for one time is seen together.
 */
export async function readOpenFrom(
  work: Work,
  filter: BookingFilter,
  from: string | null,
  limit: number,
): Promise<HoldRow[]> {
  const [there, later] = await Promise.all([
    from === null
      ? []
      : work.send<HoldRow>(sql`
          select ${holdColumns} from passes.pass_hold h
           where ${within(work, filter)} and h.starts_at = ${from}::timestamptz`),
    work.send<HoldRow>(sql`
      select ${holdColumns} from passes.pass_hold h
       where ${within(work, filter)} and (${from}::timestamptz is null or h.starts_at > ${from}::timestamptz)
       order by h.starts_at fetch first ${limit} rows with ties`),
  ])
  return [...there, ...later]
}

/** What is due by the clock for bookings: those that nobody answered, or settled. */
export const settleBookingsKind = 'passes.settle_bookings'

export type UnsettledBooking = { bookingId: string; isConfirmed: boolean }

/**
 * Bookings that nobody settled in time, the oldest first: those that the shop never said yes to, once they have begun; those that it
 * did, so long after, where the plan says what becomes of an absence.
 */
export function readUnsettled(work: Work, settledAfterMs: number, limit: number): Promise<UnsettledBooking[]> {
  const { merchantId, at } = work
  return work.send(sql`
    select h.id as booking_id, h.confirmed_at is not null as is_confirmed
      from passes.pass_hold h
      join passes.pass p on p.merchant_id = ${merchantId} and p.id = h.pass_id
      join passes.plan_version v on v.merchant_id = ${merchantId} and v.plan_id = p.plan_id and v.version = p.plan_version
     where h.merchant_id = ${merchantId} and h.settled_at is null
       and case when h.confirmed_at is null then h.starts_at <= ${at}
                else h.starts_at <= ${new Date(at.getTime() - settledAfterMs)} and v.terms -> 'booking' is not null end
     order by h.starts_at, h.id limit ${limit}`)
}

/** When the next open booking is to be looked at; null: none is. */
export async function nextUnsettledAt(work: Work, settledAfterMs: number): Promise<Date | null> {
  const firstAfter = async (moment: Date) => {
    const [row] = await work.send<{ startsAt: Date }>(sql`
      select h.starts_at from passes.pass_hold h
       where h.merchant_id = ${work.merchantId} and h.settled_at is null and h.starts_at > ${moment}
       order by h.starts_at limit 1`)
    return row?.startsAt.getTime() ?? Number.POSITIVE_INFINITY
  }
  const [begins, begun] = await Promise.all([
    firstAfter(work.at),
    firstAfter(new Date(work.at.getTime() - settledAfterMs)),
  ])
  const next = Math.min(begins, begun + settledAfterMs)
  return Number.isFinite(next) ? new Date(next) : null
}

/** Says yes to a time that was asked for. The pass is locked. */
export async function writeConfirmed(work: Work, bookingId: string, by: string | null): Promise<void> {
  await work.send(sql`
    update passes.pass_hold set confirmed_at = ${work.at}, confirmed_by = ${by}
     where merchant_id = ${work.merchantId} and id = ${bookingId} and confirmed_at is null and settled_at is null`)
}
