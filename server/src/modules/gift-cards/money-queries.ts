import { sql } from 'kysely'
import type { BookedTender } from '#modules/stored-value/top-up-rules.ts'
import type { Work } from '#platform/work.ts'

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

export type PayoutRecord = Counter & {
  id: string
  cardId: string
  amountCents: number
  kind: 'cash' | 'other'
  method: string | null
  reason: string
  approvalId: string | null
}

export async function insertPayout(work: Work, payout: PayoutRecord): Promise<void> {
  await work.send(sql`
    insert into gift_cards.payout (merchant_id, id, card_id, store_id, device_id, shift_id, amount_cents, kind, method, reason,
           approval_id, business_day, at, cashier_id)
    values (${work.merchantId}, ${payout.id}, ${payout.cardId}, ${payout.storeId}, ${payout.deviceId}, ${payout.shiftId},
            ${payout.amountCents}, ${payout.kind}, ${payout.method}, ${payout.reason}, ${payout.approvalId},
            ${payout.businessDay}, ${work.at}, ${payout.cashierId})`)
}
