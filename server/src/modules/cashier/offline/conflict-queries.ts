import { sql } from 'kysely'
import { actorId } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import type { Shortfall } from '#modules/cashier/refund/shortfall-rules.ts'
import type { Resolution } from './offline-types.ts'

export type Conflict = {
  id: string
  saleId: string
  storeId: string
  deviceId: string
  memberId: string | null
  kind: string
  details: Record<string, unknown>
  proposal: string
  at: Date
  contactedAt: Date | null
  resolvedAt: Date | null
  resolvedBy: string | null
  resolution: string | null
  note: string | null
  receiptNumber: string | null
  netCents: number | null
  happenedAt: Date | null
  /** Of missing value: what is still to be decided, less the part of what came back. */
  leftUnits: number
}

const shortTenderKind = sql`case c.kind when 'points_short' then 'points' else 'stored_value' end`
const shortUnits = sql`coalesce(c.details->>'shortPoints', c.details->>'shortCents', '0')::bigint`
const leftUnits = sql`${shortUnits} - b.returned_units`

/** What refunds of a conflict's sale gave nobody of the kind of value that was missing. */
const returnedShort = (merchantId: string) => sql`(
  select coalesce(sum(t.short_units), 0)::bigint as returned_units
    from cashier.refund r
    join cashier.refund_tender t on t.merchant_id = ${merchantId} and t.refund_id = r.id and t.kind = ${shortTenderKind}
   where r.merchant_id = ${merchantId} and r.sale_id = c.sale_id)`

const columns = sql`c.id, c.sale_id, c.store_id, c.device_id, c.member_id, c.kind, c.details, c.proposal, c.at, c.contacted_at,
  c.resolved_at, c.resolved_by, c.resolution, c.note, s.receipt_number, s.net_cents, s.happened_at,
  ${leftUnits} as left_units`

/** Conflicts, newest first, each with its sale where it could be booked. `storeIds` null: every store. */
export function listConflicts(
  { send, merchantId }: Work,
  filter: {
    isOpen: boolean | null
    storeIds: readonly string[] | null
    storeId: string | null
    before: { at: string; id: string } | null
    limit: number
  },
): Promise<Conflict[]> {
  const { isOpen, storeIds, storeId, before, limit } = filter
  return send<Conflict>(sql`
    select ${columns} from (
      select * from cashier.sale_conflict c
       where c.merchant_id = ${merchantId}
         and (${isOpen}::boolean is null or (c.resolved_at is null) = ${isOpen}::boolean)
         and (${storeIds}::uuid[] is null or c.store_id = any(${storeIds}::uuid[]))
         and (${storeId}::uuid is null or c.store_id = ${storeId}::uuid)
         and (${before?.at ?? null}::timestamptz is null
              or (c.at, c.id) < (${before?.at ?? null}::timestamptz, ${before?.id ?? null}::uuid))
       order by c.at desc, c.id desc limit ${limit}) c
    left join lateral (select receipt_number, net_cents, happened_at from cashier.sale s
                        where s.merchant_id = ${merchantId} and s.id = c.sale_id offset 0) s on true
   cross join lateral ${returnedShort(merchantId)} b
    order by c.at desc, c.id desc`)
}

/** How many wait for a person, for the mark in the navigation. */
export async function countOpenConflicts(
  { send, merchantId }: Work,
  storeIds: readonly string[] | null,
): Promise<number> {
  const rows = await send<{ count: number }>(sql`
    select count(*) as count from cashier.sale_conflict
     where merchant_id = ${merchantId} and resolved_at is null
       and (${storeIds}::uuid[] is null or store_id = any(${storeIds}::uuid[]))`)
  return rows[0]?.count ?? 0
}

export async function lockConflict({ send, merchantId }: Work, id: string): Promise<Conflict | undefined> {
  const rows = await send<Conflict>(sql`
    select c.id, c.sale_id, c.store_id, c.device_id, c.member_id, c.kind, c.details, c.proposal, c.at, c.contacted_at,
           c.resolved_at, c.resolved_by, c.resolution, c.note, null as receipt_number, null as net_cents, null as happened_at,
           0 as left_units
      from cashier.sale_conflict c where c.merchant_id = ${merchantId} and c.id = ${id} for no key update`)
  return rows[0]
}

export async function writeResolution(
  work: Work,
  id: string,
  { resolution, note }: { resolution: Resolution; note: string | null },
): Promise<void> {
  await work.send(sql`
    update cashier.sale_conflict
       set resolved_at = ${work.at}, resolved_by = ${actorId(work.actor)}, resolution = ${resolution},
           note = coalesce(${note}, note)
     where merchant_id = ${work.merchantId} and id = ${id}`)
}

export async function writeContacted(work: Work, id: string, note: string): Promise<void> {
  await work.send(sql`
    update cashier.sale_conflict
       set contacted_at = ${work.at}, contacted_by = ${actorId(work.actor)}, note = ${note}
     where merchant_id = ${work.merchantId} and id = ${id}`)
}

/** What a sale took offline beyond what the member had. One small statement; nothing for a sale made online. */
export async function readShortfall({ send, merchantId }: Work, saleId: string): Promise<Shortfall> {
  const rows = await send<{ tenderKind: string; units: number; resolution: string | null }>(sql`
    select ${shortTenderKind} as tender_kind, ${shortUnits} as units, c.resolution
      from cashier.sale_conflict c
     where c.merchant_id = ${merchantId} and c.sale_id = ${saleId} and c.kind in ('balance_short', 'points_short')`)
  return new Map(
    rows.map(({ tenderKind, units, resolution }) => {
      return [tenderKind, { units, isCharged: resolution === 'charge_member', isBorne: resolution === 'write_off' }]
    }),
  )
}

/**
 * What of a conflict's missing value is still to be decided: less what the goods that came back were worth, whose refund gave nobody
 * that part. Hold the sale, so that no refund joins.
 */
export async function readLeftUnits({ send, merchantId }: Work, conflictId: string): Promise<number> {
  const [row] = await send<{ leftUnits: number }>(sql`
    select ${leftUnits} as left_units from cashier.sale_conflict c, lateral ${returnedShort(merchantId)} b
     where c.merchant_id = ${merchantId} and c.id = ${conflictId}`)
  return row?.leftUnits ?? 0
}
