import { startPayment } from '#modules/payments/start-payment.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { Refused } from '#shared/refusal.ts'
import { bookPass } from './book-online-order.ts'
import { insertOnlineOrder } from './online-order-queries.ts'
import type { OnlineMeans, OnlineOrderState, OnlineWish } from './online-order-rules.ts'
import { type OnlineShown, showOnlineOrder } from './show-online-order.ts'

export type OnlineOrdering = {
  orderId: string
  memberId: string
  wish: OnlineWish
  means: OnlineMeans
  /** Of what was shown and agreed to. */
  fingerprint: string
}

/**
 * A member buys on the phone. Paid out of stored value it is booked at once, as the till would; else the order is kept and its payment
 * recorded, both before any money moves: `PaymentRunner.send` asks for it after the commit, and `settleByPayment` books.
 *
 * Refuses what is no longer as it was shown (`quote_changed`), a means that is not set up, and whatever the sale refuses. `paymentId` null:
 * nothing is left to pay.
 */
export async function orderOnline(
  work: Work,
  ordering: OnlineOrdering,
): Promise<{ state: OnlineOrderState; paymentId: string | null }> {
  const { orderId, memberId, wish, means } = ordering
  const shown = await showOnlineOrder(work, { memberId, wish })
  const { amountCents, fingerprint } = shown
  if (fingerprint !== ordering.fingerprint) throw new Refused('quote_changed', { amountCents, fingerprint })
  const paid = means === 'stored_value' || amountCents === 0 ? null : means
  if (paid === null) await payAtOnce(work, ordering, amountCents)
  const paymentId = paid === null ? null : newId(work.at.getTime())
  const state = paid === null ? 'booked' : 'paying'
  if (paid !== null) {
    const purpose = wish.kind === 'top_up' ? 'top_up' : 'sale'
    const { storeId } = wish
    await startPayment(work, {
      paymentId: paymentId!,
      storeId,
      purpose,
      saleId: orderId,
      amountCents,
      mode: 'link',
      provider: paid,
    })
  }
  const { kind, storeId } = wish
  const agreed = agreementOf(shown)
  await insertOnlineOrder(work, { id: orderId, kind, memberId, storeId, amountCents, wish, agreed, paymentId, state })
  work.audit({
    action: 'sale.order_online',
    subject: { kind: 'online_order', id: orderId },
    changes: { amountCents: [null, amountCents], kind: [null, kind], means: [null, means] },
  })
  return { state, paymentId }
}

function agreementOf({ name, amountCents, words, topUp }: OnlineShown) {
  return { name, amountCents, words, topUp }
}

/** Out of stored value, which buys everything but itself. */
async function payAtOnce(work: Work, { orderId, memberId, wish }: OnlineOrdering, amountCents: number): Promise<void> {
  if (wish.kind === 'top_up') throw new Refused('online_payment_needed')
  const tenders = amountCents === 0 ? [] : [{ tenderId: newId(), kind: 'stored_value' as const, amountCents }]
  // No cashier sold it: in the books it is the house's sale, in the logs the member's deed.
  const byHouse: Work = { ...work, actor: { kind: 'system', name: 'cashier.online' } }
  await bookPass(byHouse, { id: orderId, memberId, wish, amountCents }, tenders)
}
