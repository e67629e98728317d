import { exchangeSale } from '#modules/cashier/refund/exchange-sale.ts'
import { previewRefund, refundSale } from '#modules/cashier/refund/refund-sale.ts'
import { quoteBareReturn, returnWithoutReceipt } from '#modules/cashier/refund/return-without-receipt.ts'
import { bookOfflineSales } from '#modules/cashier/offline/book-offline-sales.ts'
import { parkSale } from '#modules/cashier/parked/park-sale.ts'
import { recordTimings } from '#modules/cashier/timing/record-timings.ts'
import { issueCoupons } from '#modules/coupons/issue-coupons.ts'
import { createTemplate } from '#modules/coupons/save-template.ts'
import { pastDevice } from '#modules/identity/past-device.ts'
import { memberAccounts } from '#modules/ledger/member-accounts.ts'
import type { OpenWork, Work } from '#platform/work.ts'
import { assert } from '#shared/assert.ts'
import { newId } from '#shared/ids.ts'
import { makeOfflineSale } from '#testing/make-offline-sale.ts'
import { makeSale, makeSales, type SaleAt, saleInputOf, type SaleWish } from '#testing/make-sale.ts'
import { loyaltyCoupon } from './benefits.ts'
import { atCounter } from './found.ts'
import type { Live } from './live.ts'
import type { DemoDay, Lives } from './live-day.ts'
import { type AtCounter, cashOf, type CodePayments } from './paid-by-code.ts'

/** Stories begin as the shop opens, three minutes apart: before the day's visits, which are sold in one batch. */
const [firstMinute, minutesApart] = [601, 3]
const coupons = 80
const codeDays = 10

export type StoryTools = { live: Live; payments: CodePayments; daysWithShifts: number }

/** Members with a coupon in the hand, in the order in which they come to use it. */
type Holder = { memberId: string; couponId: string }

/**
 * What happens at a counter beside ordinary sales, on the days whose tills are kept: coupons and points used, payment codes,
 * exchanges, voids, goods without a receipt, a till without a line, carts set aside. Each act in a transaction of its own.
 */
export function storyTeller({ live, payments, daysWithShifts }: StoryTools, lives: Lives) {
  const { founded } = lives
  const item = (code: string) => founded.itemIds.get(code)!
  const holders: Holder[] = []
  const spenders: string[] = []

  return async (day: DemoDay, daysLeft: number): Promise<void> => {
    let told = 0
    const counter = (store: 0 | 1) => {
      const at = day.at(firstMinute + minutesApart * told++)
      const run: AtCounter = (body) => live(at, (work) => body(atCounter(work, founded, store, at)))
      return { at, run, storeId: founded.stores[store]!.id }
    }
    if (daysLeft === daysWithShifts - 1) await counter(0).run((till) => handOut(till, lives, holders, spenders))
    if (day.shifts?.isOver) {
      const visiting = new Set(day.visits.flatMap(({ person }) => (person ? lives.memberIds.get(person.index) : [])))
      await useBenefits(lives, counter, { holders, spenders, visiting })
      await payByCode(payments, counter, item, daysLeft)
      if (daysLeft <= codeDays && daysLeft % 3 === 1) await topUpByCode(payments, lives, counter, visiting)
      if (day.index % 4 === 0) await counterReturn(counter(0), item)
      if (day.index % 6 === 1) await voidSale(counter(1), item)
      if (day.index % 9 === 2) await returnBare(counter(0), item('P06'))
      if (daysLeft === 2) await sellOffline(lives, counter(0), founded.tills[0]!, item)
    } else {
      for (const [label, code] of [
        ['红衣服', 'P02'],
        ['等朋友来付', 'B02'],
      ] as const)
        await counter(0).run((till) => park(till, founded.stores[0]!.id, { label, itemId: item(code) }))
    }
    for (const store of [0, 1] as const) await counter(store).run((till) => measure(till, lives, store))
  }
}

type Counter = { at: Date; run: AtCounter; storeId: string }
type CounterOf = (store: 0 | 1) => Counter
type ItemOf = (code: string) => string

/** A coupon for those who were here early, whom the month sees come back with it; others have points to spend. */
async function handOut(till: OpenWork, { memberIds }: Lives, holders: Holder[], spenders: string[]): Promise<void> {
  const ids = [...memberIds.values()]
  const { templateId } = await createTemplate(till, newId(), loyaltyCoupon)
  const wish = { issueId: newId(), templateId, memberIds: ids.slice(0, coupons), reason: '老会员回馈' }
  holders.push(...(await issueCoupons(till, wish)).coupons)
  spenders.push(...ids.slice(coupons, coupons * 3))
}

/** The first of a list who is not in the shop today anyway: an act of theirs must not come before an earlier one. */
function takeAbsent<T>(waiting: T[], visiting: ReadonlySet<string | undefined>, idOf: (each: T) => string): T | null {
  const index = waiting.findIndex((each) => !visiting.has(idOf(each)))
  return index < 0 ? null : waiting.splice(index, 1)[0]!
}

async function useBenefits(
  lives: Lives,
  counter: CounterOf,
  given: { holders: Holder[]; spenders: string[]; visiting: ReadonlySet<string | undefined> },
): Promise<void> {
  const item = (code: string) => lives.founded.itemIds.get(code)!
  const items = [[item('S02'), 1] as const, [item('P03'), 2] as const]
  const wishes: ((till: OpenWork) => Promise<SaleAt>)[] = []
  for (const store of [0, 1] as const) {
    const holder = takeAbsent(given.holders, given.visiting, ({ memberId }) => memberId)
    const { at, storeId } = counter(store)
    if (holder) {
      const { memberId, couponId } = holder
      const wish = { storeId, memberId, items, couponIds: [couponId] }
      wishes.push(async (till) => ({ ...wish, till: atCounter(till, lives.founded, store, at) }))
    }
    const spender = takeAbsent(given.spenders, given.visiting, (memberId) => memberId)
    if (!spender) continue
    const later = counter(store).at
    wishes.push(async (till) =>
      pointsSpent(atCounter(till, lives.founded, store, later), { storeId, memberId: spender, items }),
    )
  }
  if (wishes.length === 0) return
  await counter(0).run(async (till) => makeSales(till, await Promise.all(wishes.map((wishOf) => wishOf(till)))))
}

/** Points worth up to ten yuan, as many as there are. */
async function pointsSpent(till: Work, wish: SaleWish): Promise<SaleAt> {
  const accounts = await memberAccounts(till, wish.memberId!)
  const available = accounts.find(({ asset }) => asset === 'points')!.availableUnits
  return { ...wish, till, points: Math.min(1_000, available - (available % 100)) }
}

/** Payment codes in the last days; one customer had too little money, one cart was forgotten after it was paid. */
async function payByCode(payments: CodePayments, counter: CounterOf, item: ItemOf, daysLeft: number): Promise<void> {
  if (daysLeft > codeDays) return
  for (const [store, code] of [
    [0, 'S12'],
    [0, 'P05'],
    [1, 'S13'],
  ] as const) {
    const { at, run, storeId } = counter(store)
    const wish = { storeId, items: [[item(code), 1] as const] }
    await payments.sell(run, at, wish)
    if (daysLeft === 4 && code === 'P05') await payments.refuse(run, at, wish)
    if (daysLeft === 1 && code === 'S13') await payments.forget(run, at, wish)
  }
}

/** A regular who is not here today for anything else tops up from the phone. */
async function topUpByCode(
  payments: CodePayments,
  { founded, memberIds, storedCents }: Lives,
  counter: CounterOf,
  visiting: ReadonlySet<string | undefined>,
): Promise<void> {
  const memberId = [...memberIds.values()].find((id) => !visiting.has(id) && !storedCents.has(id))
  const offer = founded.offers[0]
  if (!memberId || !offer) return
  const { at, run, storeId } = counter(0)
  const nowCents = await payments.topUp(run, at, { storeId, memberId, offer })
  if (nowCents !== null) storedCents.set(memberId, nowCents)
}

/** A shampoo comes back, another goes out, and the difference is paid in cash. */
async function counterReturn({ run, storeId }: Counter, item: ItemOf): Promise<void> {
  await run(async (till) => {
    const sold = await makeSale(till, { storeId, items: [[item('P07'), 1]] })
    const lines = [{ lineId: sold.input.lines[0]!.lineId, quantityMilli: 1_000 }]
    const { fingerprint } = await previewRefund(till, { saleId: sold.saleId, lines })
    const { netCents: _shown, ...sale } = await saleInputOf(till, { storeId, items: [[item('P06'), 1]] })
    const refund = { refundId: newId(), lines, fingerprint, reason: '换一款' }
    await exchangeSale(till, { saleId: sold.saleId, newSaleId: newId(), refund, sale })
  })
}

async function voidSale({ run, storeId }: Counter, item: ItemOf): Promise<void> {
  await run(async (till) => {
    const { saleId, input } = await makeSale(till, { storeId, items: [[item('P17'), 2]] })
    const lines = input.lines.map(({ lineId }) => ({ lineId, quantityMilli: 2_000 }))
    const { fingerprint } = await previewRefund(till, { saleId, lines })
    await refundSale(till, { saleId, lines, fingerprint, isVoid: true, reason: '扫错商品', refundId: newId() })
  })
}

async function returnBare({ run, storeId }: Counter, productId: string): Promise<void> {
  await run(async (till) => {
    const lines = [{ lineId: newId(), productId, quantityMilli: 1_000, disposition: 'damaged' as const }]
    const wish = { storeId, lines, paidTo: 'cash' as const }
    const { fingerprint } = await quoteBareReturn(till, wish)
    await returnWithoutReceipt(till, { ...wish, fingerprint, reason: '小票遗失，瓶口漏液', refundId: newId() })
  })
}

/** A till that lost its line: two sales that arrive as they were, one whose member had spent the stored value elsewhere. */
async function sellOffline(lives: Lives, { run, storeId }: Counter, deviceId: string, item: ItemOf): Promise<void> {
  const memberId = [...lives.memberIds.values()].find((id) => (lives.storedCents.get(id) ?? 0) === 0)!
  await run(async (till) => {
    const device = await pastDevice(till, deviceId)
    assert(device, 'the till is bound')
    const before = await makeSale(till, { storeId, items: [[item('P15'), 1]] })
    const last = Number(before.receiptNumber.split('-').at(-1))
    const { number } = device
    const wish = { storeId, till: { deviceId, number }, cashierId: lives.founded.cashiers[0]! }
    const sales = [
      await makeOfflineSale(till, { ...wish, sequence: last + 1, items: [[item('P18'), 2]] }),
      await makeOfflineSale(till, { ...wish, sequence: last + 2, items: [[item('P16'), 1]] }),
      await makeOfflineSale(till, {
        ...wish,
        sequence: last + 3,
        memberId,
        items: [[item('P03'), 1]],
        storedCents: 4_000,
      }),
    ]
    await bookOfflineSales(till, device, { deviceId, sales, rescuedBy: null })
  })
}

async function park(till: OpenWork, storeId: string, { label, itemId }: { label: string; itemId: string }) {
  const { lines, tenders } = await saleInputOf(till, { storeId, items: [[itemId, 1]] })
  const shownCents = cashOf(tenders)
  await parkSale(till, newId(), { storeId, label, shownCents, cart: { saleId: newId(), memberId: null, lines } })
}

/** How long a few of the day's tasks took, as a till measures them. */
async function measure(till: OpenWork, { random, founded }: Lives, store: 0 | 1): Promise<void> {
  const usual = { sale: [9, 4], refund: [24, 6], enrol: [19, 5], top_up: [16, 6] } as const
  const items = (['sale', 'sale', 'sale', 'sale', 'refund', 'enrol', 'top_up'] as const).map((task) => {
    const [seconds, steps] = usual[task]
    return {
      id: newId(),
      task,
      finishedAt: till.at.toISOString(),
      durationMs: Math.round(seconds * random.spread() * 1_000),
      steps: steps + random.between(0, 2),
      errors: random.chance(0.05) ? 1 : 0,
      items: random.between(1, 4),
      isDone: !random.chance(0.04),
    }
  })
  await recordTimings(till, { storeId: founded.stores[store]!.id, items })
}
