import { settleByPayment } from '#modules/cashier/online/book-online-order.ts'
import type { OnlineMeans, OnlineWish } from '#modules/cashier/online/online-order-rules.ts'
import { orderOnline } from '#modules/cashier/online/order-online.ts'
import { showOnlineOrder } from '#modules/cashier/online/show-online-order.ts'
import { closeOffer, createOffer, sellOfferOnline } from '#modules/stored-value/offers.ts'
import type { Actor } from '#platform/actor.ts'
import { newId } from '#shared/ids.ts'
import { Refused } from '#shared/refusal.ts'
import type { Live } from './live.ts'
import type { CodePayments } from './paid-by-code.ts'
import type { Random } from './random.ts'

type Telling = {
  live: Live
  payments: CodePayments
  random: Random
  memberIds: readonly string[]
  storeIds: readonly string[]
  offers: readonly { id: string }[]
  /** Passes that members buy on the phone. */
  plans: readonly { planId: string; version: number }[]
  /** Eight in the evening, so many days ago. */
  at: (daysAgo: number) => Date
  days: number
}

/** As many as fill a page of orders; each is a payment of its own at the provider. */
const orders = 14
/** A page that nobody paid on is closed by then. */
const givenUpMs = 40 * 60_000

/**
 * What members bought on their own phones over the year, through simulated providers: top-ups, passes, one page that was left
 * unpaid, and one payment for an offer that was taken off sale meanwhile, whose money went back.
 */
export async function tellOnlineOrders(telling: Telling): Promise<void> {
  const { live, random, memberIds, storeIds, offers, plans, at, days } = telling
  const apart = Math.max(1, Math.floor((days - 3) / orders))
  for (let index = 0; index < orders; index++) {
    const daysAgo = Math.max(1, days - 3 - index * apart - random.between(0, apart - 1))
    const memberId = memberIds[(index * 7) % memberIds.length]!
    const storeId = storeIds[index % storeIds.length]!
    const plan = index % 4 === 3 ? plans[index % plans.length] : undefined
    const wish: OnlineWish = plan
      ? { kind: 'pass', storeId, planId: plan.planId, version: plan.version }
      : { kind: 'top_up', storeId, offerId: random.pick(offers).id }
    const bought = { memberId, wish, at: at(daysAgo) }
    await buy(telling, { ...bought, means: 'wechat_pay', isPaid: index !== 5 })
  }
  const offerId = newId()
  const [memberId, storeId, before] = [memberIds[3]!, storeIds[0]!, at(2)]
  await live(before, async (work) => {
    const offer = { id: offerId, name: '周末限时 充 300 送 20', principalCents: 30_000, bonusCents: 2_000 }
    await createOffer(work, { ...offer, drawMode: 'proportional', bonusMonths: 12 })
    await sellOfferOnline(work, offerId, true)
  })
  const wish = { kind: 'top_up', storeId, offerId } as const
  await buy(telling, { memberId, wish, at: before, means: 'wechat_pay', isPaid: true }, async () => {
    await live(new Date(before.getTime() + 1_000), (work) => closeOffer(work, offerId, true))
  })
}

type Bought = { memberId: string; wish: OnlineWish; at: Date; means: OnlineMeans; isPaid: boolean }

/** One order from the terms that were shown to what became of it. Somebody whom the law or the shop lets buy no more buys nothing. */
async function buy(
  { live, payments }: Telling,
  { memberId, wish, at, means, isPaid }: Bought,
  meanwhile: () => Promise<void> = async () => {},
): Promise<void> {
  const orderId = newId(at.getTime())
  const member: Actor = { kind: 'member', memberId, sessionId: newId(), ip: null }
  const paymentId = await live(at, async (work) => {
    const phone = work.as(member, at)
    const { fingerprint } = await showOnlineOrder(phone, { memberId, wish })
    return (await orderOnline(phone, { orderId, memberId, wish, means, fingerprint })).paymentId
  }).catch((error: unknown) => {
    if (error instanceof Refused) return null
    throw error
  })
  if (paymentId === null) return
  const later = await payments.onPage(paymentId, at, {
    isPaid,
    givenUpAt: new Date(at.getTime() + givenUpMs),
    meanwhile,
  })
  await live(later, (work) =>
    settleByPayment(work.as({ kind: 'system', name: 'cashier.online' }, later), { orderId, paymentId }),
  )
  await payments.carryOut(later)
}
