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
  /** Those who are members by then. */
  memberIds: () => readonly string[]
  storeIds: readonly string[]
  offers: readonly { id: string }[]
  /** Passes that members buy on the phone. */
  plans: readonly { planId: string; version: number }[]
  days: number
}

/** As many as fill a page of orders; each is a payment of its own at the provider. */
const orders = 14
/** A page that nobody paid on is closed by then. */
const givenUpMs = 40 * 60_000

/**
 * What members bought on their own phones over the year, through simulated providers: top-ups, passes, one page that was left
 * unpaid, and one payment for an offer that was taken off sale meanwhile, whose money went back. Answers who tells one day of it, early in
 * the morning: a payment happens in transactions of its own, before all else of the day.
 */
export function planOnlineOrders(telling: Telling): (daysAgo: number, at: Date) => Promise<void> {
  const { random, days } = telling
  const apart = Math.max(1, Math.floor((days - 3) / orders))
  const indexOn = new Map(
    Array.from({ length: orders }, (_, index) => [
      Math.max(1, days - 3 - index * apart - random.between(0, apart - 1)),
      index,
    ]),
  )
  return async (daysAgo, at) => {
    const index = indexOn.get(daysAgo)
    if (index !== undefined) await buy(telling, wishOf(telling, index, at))
    if (daysAgo === 2) await buyWhatCloses(telling, new Date(at.getTime() + 60_000))
  }
}

function wishOf({ memberIds, storeIds, plans, offers, random }: Telling, index: number, at: Date): Bought {
  const ids = memberIds()
  const memberId = ids[(index * 7) % ids.length]!
  const storeId = storeIds[index % storeIds.length]!
  const plan = index % 4 === 3 ? plans[index % plans.length] : undefined
  const wish: OnlineWish = plan
    ? { kind: 'pass', storeId, planId: plan.planId, version: plan.version }
    : { kind: 'top_up', storeId, offerId: random.pick(offers).id }
  return { memberId, wish, at, means: 'wechat_pay', isPaid: index !== 5 }
}

async function buyWhatCloses(telling: Telling, at: Date): Promise<void> {
  const { live, memberIds, storeIds } = telling
  const offerId = newId()
  const [memberId, storeId] = [memberIds()[3]!, storeIds[0]!]
  await live(at, async (work) => {
    const offer = { id: offerId, name: '周末限时 充 300 送 20', principalCents: 30_000, bonusCents: 2_000 }
    await createOffer(work, { ...offer, drawMode: 'proportional', bonusMonths: 12 })
    await sellOfferOnline(work, offerId, true)
  })
  const wish = { kind: 'top_up', storeId, offerId } as const
  await buy(telling, { memberId, wish, at, means: 'wechat_pay', isPaid: true }, async () => {
    await live(new Date(at.getTime() + 1_000), (work) => closeOffer(work, offerId, true))
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
