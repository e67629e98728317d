import type { SaleInput } from '#modules/cashier/sale/sell.ts'
import { quoteSale } from '#modules/cashier/sale/quote-sale.ts'
import { sell } from '#modules/cashier/sale/sell.ts'
import { takingAt } from '#modules/cashier/shift/taking-at.ts'
import { survivorOf } from '#modules/members/survivor.ts'
import { paymentProgress } from '#modules/payments/payment-progress.ts'
import { refundOrphan } from '#modules/payments/settle-payment.ts'
import { previewTopUp, sellTopUp } from '#modules/stored-value/sell-top-up.ts'
import type { Work } from '#platform/work.ts'
import { assert } from '#shared/assert.ts'
import { newId } from '#shared/ids.ts'
import { Refused } from '#shared/refusal.ts'
import { bookOnlineChange } from './change-online.ts'
import { lockOnlineOrder, type OnlineOrder, settleOnlineOrder } from './online-order-queries.ts'
import { bringsAsAgreed, methodOfMeans, type OnlineWish, outcomeOf } from './online-order-rules.ts'
import { passCart, topUpShown } from './show-online-order.ts'

/**
 * Makes of an order what its payment says: booked, exactly once, when the money is there; unpaid when none came. Money for what can no
 * longer be booked as it was agreed goes back, and the order says why. Does nothing for payments of the till and settled orders.
 *
 * Locks the order, then what booking locks.
 */
export async function settleByPayment(work: Work, asked: { orderId: string; paymentId: string }): Promise<void> {
  const { orderId, paymentId } = asked
  const order = await lockOnlineOrder(work, { id: orderId, paymentId })
  if (order?.state !== 'paying') return
  const payment = await paymentProgress(work, paymentId)
  const outcome = outcomeOf(payment)
  if (outcome === null) return
  if (outcome === 'unpaid') {
    await settleOnlineOrder(work, orderId, { state: 'unpaid' })
    return
  }
  assert(payment.provider !== 'card_terminal', 'nobody pays on the phone at a terminal')
  const refused = await book(work, order, { paymentId, method: methodOfMeans[payment.provider] })
  if (refused) await giveBack(work, order, paymentId, refused)
  else await settleOnlineOrder(work, orderId, { state: 'booked' })
}

type Paid = { paymentId: string; method: string }

/** Books for whoever the member is today. A refusal is an answer: nothing was written before it. */
async function book(work: Work, order: OnlineOrder, { paymentId, method }: Paid): Promise<Refused | null> {
  const { amountCents, wish } = order
  const tenders = [{ tenderId: newId(), kind: 'other' as const, method, amountCents, paymentId }]
  try {
    const memberId = await survivorOf(work, order.memberId)
    if (wish.kind === 'top_up') await bookTopUp(work, { ...order, wish, memberId }, tenders)
    else await bookPass(work, { ...order, wish, memberId }, tenders)
    return null
  } catch (error) {
    if (error instanceof Refused) return error
    throw error
  }
}

type Ordered<Kind extends OnlineWish['kind']> = Pick<OnlineOrder, 'id' | 'memberId' | 'amountCents'> & {
  wish: Extract<OnlineWish, { kind: Kind }>
}

/** The top-up, through the use case of the till, if it still brings what was agreed to. */
async function bookTopUp(
  work: Work,
  { id: topUpId, memberId, wish, agreed }: Ordered<'top_up'> & Pick<OnlineOrder, 'agreed'>,
  tenders: { tenderId: string; kind: 'other'; method: string; amountCents: number; paymentId: string }[],
): Promise<void> {
  if (!agreed.topUp) throw new Refused('quote_changed')
  const { storeId } = wish
  // Of an amount of one's own, the offer agreed to counts, though a better one may be sold by now.
  const what =
    'offerId' in wish
      ? { offerId: wish.offerId }
      : { principalCents: wish.principalCents, bonusOf: { offerId: agreed.topUp.offerId } }
  const asked = { storeId, memberId, ...what, tenders }
  const { fingerprint, ...quote } = await previewTopUp(work, asked)
  if (!bringsAsAgreed(agreed.topUp, topUpShown(quote))) throw new Refused('quote_changed')
  await sellTopUp(work, { ...asked, topUpId, fingerprint, taking: await takingAt(work, storeId) })
}

/** The pass, through the very sale, at the price agreed to. Throws whatever the sale refuses. */
export async function bookPass(
  work: Work,
  { id, memberId, wish, amountCents }: Ordered<'pass'>,
  tenders: SaleInput['tenders'],
): Promise<void> {
  if (wish.changesPassId !== undefined) return bookOnlineChange(work, { id, memberId, wish, amountCents }, tenders)
  const cart = passCart(memberId, wish)
  const { netCents } = await quoteSale(work, cart)
  if (netCents !== amountCents) throw new Refused('quote_changed', { netCents })
  const { fingerprint } = await quoteSale(work, { ...cart, tenders })
  const [booked] = await sell(work, [
    { work, key: id, input: { ...cart, tenders, fingerprint: fingerprint!, netCents } },
  ])
  if (booked instanceof Refused) throw booked
}

/** Asks for the money back in the same transaction; where somebody of the shop did so before, there is nothing left to ask. */
async function giveBack(work: Work, order: OnlineOrder, paymentId: string, { code }: Refused): Promise<void> {
  const { id, memberId, kind, amountCents, agreed } = order
  await settleOnlineOrder(work, id, { state: 'refused', refusedCode: code })
  try {
    await refundOrphan(work, { paymentRefundId: newId(work.at.getTime()), paymentId, reason: code })
  } catch (error) {
    if (!(error instanceof Refused)) throw error
  }
  const data = { onlineOrderId: id, kind, name: agreed.name, code, amountCents }
  work.emit({ type: 'online_order.refused', subject: { kind: 'member', id: memberId }, data })
}
