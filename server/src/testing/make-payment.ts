import { sql } from 'kysely'
import type { PaymentState } from '#modules/payments/payment-rules.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'

type Wish = {
  state?: PaymentState
  amountCents?: number
  storeId?: string
  saleId?: string
  deviceId?: string | null
  shiftId?: string | null
  currency?: string
}

/** A payment by 付款码 in the state asked for (confirmed unless told otherwise), as if its provider had said so. */
export async function makePayment(work: Work, wish: Wish = {}): Promise<{ id: string; saleId: string }> {
  const id = newId(work.at.getTime())
  const { state = 'confirmed', amountCents = 10_00, storeId = newId(), saleId = newId(), currency = 'CNY' } = wish
  const { deviceId = null, shiftId = null } = wish
  await work.send(sql`
    insert into payments.payment (merchant_id, id, account_id, provider, mode, store_id, device_id, shift_id, sale_id,
           amount_cents, currency, state, created_at, sent_at, expires_at, confirmed_at, changed_at, last_event_no)
    values (${work.merchantId}, ${id}, ${newId()}, 'wechat_pay', 'code', ${storeId}, ${deviceId}, ${shiftId}, ${saleId},
           ${amountCents}, ${currency}, ${state}, ${work.at}, ${work.at}, ${new Date(work.at.getTime() + 60_000)},
           ${state === 'confirmed' ? work.at : null}, ${work.at}, 1)`)
  await work.send(sql`
    insert into payments.payment_event (merchant_id, payment_id, event_no, at, kind, from_state, to_state, detail)
    values (${work.merchantId}, ${id}, 1, ${work.at}, 'started', null, ${state}, '{}')`)
  return { id, saleId }
}
