import { sql } from 'kysely'
import { type Columns, unnestRows } from '#platform/column-arrays.ts'
import type { Work } from '#platform/work.ts'
import type { DrawMode } from '#modules/ledger/ledger-rules.ts'
import type { BookedTender, Offer, OfferTerms } from './top-up-rules.ts'

export type OfferRow = Offer & { createdAt: Date }
const offerColumns = sql`id, name, principal_cents, bonus_cents, draw_mode, bonus_months, is_online, created_at, closed_at`

export function readOffers(work: Work): Promise<OfferRow[]> {
  return work.send<OfferRow>(sql`
    select ${offerColumns} from stored_value.offer where merchant_id = ${work.merchantId}
     order by closed_at is not null, principal_cents, id`)
}

/** One offer; locked when it is about to be closed or reopened. */
export async function readOffer(work: Work, offerId: string, lock = false): Promise<OfferRow | undefined> {
  const [offer] = await work.send<OfferRow>(sql`
    select ${offerColumns} from stored_value.offer
     where merchant_id = ${work.merchantId} and id = ${offerId} ${lock ? sql`for update` : sql``}`)
  return offer
}

/** The offers asked for, by id; an unknown one is absent. */
export async function readOffersById(work: Work, offerIds: readonly string[]): Promise<Map<string, OfferRow>> {
  if (offerIds.length === 0) return new Map()
  const rows = await work.send<OfferRow>(sql`
    select ${offerColumns} from stored_value.offer
     where merchant_id = ${work.merchantId} and id = any(${[...new Set(offerIds)]}::uuid[])`)
  return new Map(rows.map((row) => [row.id, row]))
}

export async function insertOffer(work: Work, offer: OfferTerms & { authorId: string | null }): Promise<void> {
  const { id, name, principalCents, bonusCents, drawMode, bonusMonths, authorId } = offer
  await work.send(sql`
    insert into stored_value.offer (merchant_id, id, name, principal_cents, bonus_cents, draw_mode, bonus_months, created_at,
           author_id)
    values (${work.merchantId}, ${id}, ${name}, ${principalCents}, ${bonusCents}, ${drawMode}, ${bonusMonths}, ${work.at},
           ${authorId})`)
}

export async function updateOfferClosed(work: Work, offerId: string, closedAt: Date | null): Promise<void> {
  await work.send(sql`
    update stored_value.offer set closed_at = ${closedAt} where merchant_id = ${work.merchantId} and id = ${offerId}`)
}

export async function updateOfferOnline(work: Work, offerId: string, isOnline: boolean): Promise<void> {
  await work.send(sql`
    update stored_value.offer set is_online = ${isOnline} where merchant_id = ${work.merchantId} and id = ${offerId}`)
}

export type TopUpRecord = {
  id: string
  /** What the member can read out: `C01-000123`. */
  number: string
  memberId: string
  storeId: string
  deviceId: string | null
  offerId: string | null
  principalCents: number
  bonusCents: number
  drawMode: DrawMode
  bonusExpiresDay: string | null
  changeCents: number
  fingerprint: string
  businessDay: string
  at: Date
  cashierId: string | null
  shiftId: string | null
  /** null: sold before packs were kept, under the national one of its day. */
  lawPack: string | null
}

// In the order of the statements.
const topUpColumns: Columns<TopUpRecord> = {
  id: ['uuid', ({ id }) => id],
  number: ['text', ({ number }) => number],
  member_id: ['uuid', ({ memberId }) => memberId],
  store_id: ['uuid', ({ storeId }) => storeId],
  device_id: ['uuid', ({ deviceId }) => deviceId],
  offer_id: ['uuid', ({ offerId }) => offerId],
  principal_cents: ['bigint', ({ principalCents }) => principalCents],
  bonus_cents: ['bigint', ({ bonusCents }) => bonusCents],
  draw_mode: ['text', ({ drawMode }) => drawMode],
  bonus_expires_day: ['date', ({ bonusExpiresDay }) => bonusExpiresDay],
  change_cents: ['bigint', ({ changeCents }) => changeCents],
  fingerprint: ['text', ({ fingerprint }) => fingerprint],
  business_day: ['date', ({ businessDay }) => businessDay],
  at: ['timestamptz', ({ at }) => at],
  cashier_id: ['uuid', ({ cashierId }) => cashierId],
  shift_id: ['uuid', ({ shiftId }) => shiftId],
  law_pack: ['text', ({ lawPack }) => lawPack],
}

const tenderColumns: Columns<BookedTender & { topUpId: string; position: number }> = {
  top_up_id: ['uuid', ({ topUpId }) => topUpId],
  id: ['uuid', ({ tenderId }) => tenderId],
  position: ['smallint', ({ position }) => position],
  kind: ['text', ({ kind }) => kind],
  method: ['text', ({ method }) => method],
  amount_cents: ['bigint', ({ amountCents }) => amountCents],
  received_cents: ['bigint', ({ receivedCents }) => receivedCents],
  payment_id: ['uuid', ({ paymentId }) => paymentId],
}

/**
 * Takes the next numbers of stores, one per entry, in the order given. Locks the counter of each store until the commit, in key order,
 * so that numbers have no gaps; a counter that does not exist yet starts at 1.
 */
export async function takeTopUpNumbers(work: Work, storeIds: readonly string[]): Promise<number[]> {
  const counts = new Map<string, number>()
  const places = storeIds.map((storeId) => {
    const place = (counts.get(storeId) ?? 0) + 1
    counts.set(storeId, place)
    return { storeId, place }
  })
  const counters = [...counts].sort(([a], [b]) => (a < b ? -1 : 1))
  if (counters.length === 0) return []
  const taken = await work.send<{ storeId: string; lastNumber: number }>(sql`
    insert into stored_value.top_up_counter as c (merchant_id, store_id, last_number)
    select ${work.merchantId}, t.store_id, t.count
      from unnest(${counters.map(([storeId]) => storeId)}::uuid[], ${counters.map(([, count]) => count)}::bigint[])
             as t(store_id, count)
    on conflict (merchant_id, store_id) do update set last_number = c.last_number + excluded.last_number
    returning store_id, last_number`)
  const last = new Map(taken.map(({ storeId, lastNumber }) => [storeId, lastNumber]))
  return places.map(({ storeId, place }) => last.get(storeId)! - counts.get(storeId)! + place)
}

/** Writes top-ups with their tenders, set-wise. */
export async function insertTopUps(
  work: Work,
  topUps: readonly { record: TopUpRecord; tenders: readonly BookedTender[] }[],
): Promise<void> {
  if (topUps.length === 0) return
  const records = topUps.map(({ record }) => record)
  const tenders = topUps.flatMap(({ record, tenders }) =>
    tenders.map((tender, position) => ({ ...tender, topUpId: record.id, position })),
  )
  await Promise.all([
    work.send(sql`
      insert into stored_value.top_up (merchant_id, id, number, member_id, store_id, device_id, offer_id, principal_cents, bonus_cents,
             draw_mode, bonus_expires_day, change_cents, fingerprint, business_day, at, cashier_id, shift_id, law_pack)
      select ${work.merchantId}, r.* from ${unnestRows(records, topUpColumns)}`),
    work.send(sql`
      insert into stored_value.top_up_tender (merchant_id, top_up_id, id, position, kind, method, amount_cents, received_cents,
             payment_id)
      select ${work.merchantId}, r.* from ${unnestRows(tenders, tenderColumns)}`),
  ])
}

export type TopUpRow = TopUpRecord & { offerName: string | null; refundCents: number | null; refundedAt: Date | null }

const readColumns = sql`t.id, t.number, t.member_id, t.store_id, t.device_id, t.offer_id, t.principal_cents, t.bonus_cents, t.draw_mode,
  t.bonus_expires_day, t.change_cents, t.fingerprint, t.business_day, t.at, t.cashier_id, t.shift_id, t.law_pack, o.name as offer_name,
  r.refund_cents, r.at as refunded_at`
const topUpJoins = ({ merchantId }: Work) => sql`
  left join stored_value.offer o on o.merchant_id = ${merchantId} and o.id = t.offer_id
  left join stored_value.top_up_refund r on r.merchant_id = ${merchantId} and r.top_up_id = t.id`

export async function readTopUp(work: Work, topUpId: string): Promise<TopUpRow | undefined> {
  const [row] = await work.send<TopUpRow>(sql`
    select ${readColumns} from stored_value.top_up t ${topUpJoins(work)}
     where t.merchant_id = ${work.merchantId} and t.id = ${topUpId}`)
  return row
}

export function readTenders(work: Work, topUpId: string): Promise<BookedTender[]> {
  return work.send<BookedTender>(sql`
    select id as tender_id, kind, method, amount_cents, received_cents, payment_id from stored_value.top_up_tender
     where merchant_id = ${work.merchantId} and top_up_id = ${topUpId} order by position`)
}

/** A member's top-ups, latest first. */
export function readTopUpsOf(
  work: Work,
  memberId: string,
  { before, limit }: { before: { at: string; id: string } | null; limit: number },
): Promise<TopUpRow[]> {
  const from = before ? sql`and (t.at, t.id) < (${before.at}::timestamptz, ${before.id}::uuid)` : sql``
  return work.send<TopUpRow>(sql`
    select ${readColumns} from stored_value.top_up t ${topUpJoins(work)}
     where t.merchant_id = ${work.merchantId} and t.member_id = ${memberId} ${from}
     order by t.at desc, t.id desc limit ${limit}`)
}
