import { sql } from 'kysely'
import type { OnlineAgreement, OnlineWish } from '#modules/cashier/online/online-order-rules.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { makePayment } from './make-payment.ts'

/** A top-up that its member is about to pay for on the phone. */
export async function makeOnlineOrder(
  work: Work,
  { memberId, storeId }: { memberId: string; storeId: string },
): Promise<{ id: string; paymentId: string }> {
  const id = newId(work.at.getTime())
  const amountCents = 300_00
  const payment = await makePayment(work, { state: 'pending', amountCents, storeId, saleId: id })
  const wish: OnlineWish = { kind: 'top_up', storeId, offerId: newId() }
  const agreed: OnlineAgreement = { name: '充 300', amountCents, words: { zh: [], en: [] }, topUp: null }
  await work.send(sql`
    insert into cashier.online_order (merchant_id, id, kind, member_id, store_id, amount_cents, wish, agreed, payment_id, state, at)
    values (${work.merchantId}, ${id}, ${wish.kind}, ${memberId}, ${storeId}, ${amountCents}, ${JSON.stringify(wish)}::jsonb,
            ${JSON.stringify(agreed)}::jsonb, ${payment.id}, 'paying', ${work.at})`)
  return { id, paymentId: payment.id }
}
