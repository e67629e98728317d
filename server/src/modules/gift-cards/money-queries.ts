import { sql } from 'kysely'
import type { BookedTender } from '#modules/stored-value/top-up-rules.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import type { PayoutPart } from './payout-rules.ts'

/** Where and by whom money changed hands. */
export type Counter = {
  storeId: string
  deviceId: string | null
  shiftId: string | null
  businessDay: string
  cashierId: string | null
}

export type LoadRecord = Counter & { id: string; cardId: string; amountCents: number; changeCents: number }

export async function insertLoad(work: Work, load: LoadRecord, tenders: readonly BookedTender[]): Promise<void> {
  const { merchantId, at } = work
  const rows = tenders.map(({ tenderId, kind, method, amountCents, receivedCents, paymentId }, position) => ({
    ...{ id: tenderId, position, kind, method },
    ...{ amount_cents: amountCents, received_cents: receivedCents, payment_id: paymentId },
  }))
  await Promise.all([
    work.send(sql`
      insert into gift_cards.load (merchant_id, id, card_id, store_id, device_id, shift_id, amount_cents, change_cents,
             business_day, at, cashier_id)
      values (${merchantId}, ${load.id}, ${load.cardId}, ${load.storeId}, ${load.deviceId}, ${load.shiftId},
              ${load.amountCents}, ${load.changeCents}, ${load.businessDay}, ${at}, ${load.cashierId})`),
    work.send(sql`
      insert into gift_cards.load_tender (merchant_id, load_id, id, position, kind, method, amount_cents, received_cents,
             payment_id)
      select ${merchantId}, ${load.id}, t.*
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(id uuid, position smallint, kind text, method text,
             amount_cents bigint, received_cents bigint, payment_id uuid)`),
  ])
}

export type LoadRow = LoadRecord & { at: Date; tenders: BookedTender[] }

/** A load as it was booked, with how it was paid. */
export async function readLoad(work: Work, loadId: string): Promise<LoadRow | null> {
  const { merchantId } = work
  const [[load], tenders] = await Promise.all([
    work.send<Omit<LoadRow, 'tenders'>>(sql`
      select id, card_id, store_id, device_id, shift_id, amount_cents, change_cents, business_day, at, cashier_id
        from gift_cards.load where merchant_id = ${merchantId} and id = ${loadId}`),
    work.send<BookedTender>(sql`
      select id as tender_id, kind, method, amount_cents, received_cents, payment_id from gift_cards.load_tender
       where merchant_id = ${merchantId} and load_id = ${loadId} order by position`),
  ])
  return load ? { ...load, tenders } : null
}

/** What loads brought to a card since it was last paid out, the last first. One statement. */
export function readPaidIn(work: Work, cardId: string): Promise<PayoutPart[]> {
  return work.send<PayoutPart>(sql`
    select t.kind, t.method, t.payment_id, t.amount_cents
      from gift_cards.load l
      join gift_cards.load_tender t on t.merchant_id = ${work.merchantId} and t.load_id = l.id
     where l.merchant_id = ${work.merchantId} and l.card_id = ${cardId}
       and l.at > coalesce((select max(p.at) from gift_cards.payout p
                             where p.merchant_id = ${work.merchantId} and p.card_id = ${cardId}), '-infinity')
     order by l.at desc, l.id desc, t.position desc`)
}

export type PayoutRecord = Counter & {
  id: string
  cardId: string
  amountCents: number
  /** By which one means; null: in the parts that stand beside it. */
  kind: 'cash' | 'other' | null
  method: string | null
  reason: string
  approvalId: string | null
}

export async function insertPayout(work: Work, payout: PayoutRecord, parts: readonly PayoutPart[]): Promise<void> {
  const rows = parts.map(({ kind, method, paymentId, amountCents }, position) => ({
    ...{ id: newId(work.at.getTime()), position, kind, method },
    ...{ amount_cents: amountCents, payment_id: paymentId },
  }))
  const written = work.send(sql`
    insert into gift_cards.payout (merchant_id, id, card_id, store_id, device_id, shift_id, amount_cents, kind, method, reason,
           approval_id, business_day, at, cashier_id)
    values (${work.merchantId}, ${payout.id}, ${payout.cardId}, ${payout.storeId}, ${payout.deviceId}, ${payout.shiftId},
            ${payout.amountCents}, ${payout.kind}, ${payout.method}, ${payout.reason}, ${payout.approvalId},
            ${payout.businessDay}, ${work.at}, ${payout.cashierId})`)
  if (rows.length === 0) return void (await written)
  await Promise.all([
    written,
    work.send(sql`
      insert into gift_cards.payout_tender (merchant_id, payout_id, id, position, kind, method, amount_cents, payment_id)
      select ${work.merchantId}, ${payout.id}, t.*
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(id uuid, position smallint, kind text, method text,
             amount_cents bigint, payment_id uuid)`),
  ])
}
