import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { previewRefund, refundSale } from '#modules/cashier/refund/refund-sale.ts'
import { createPriceList } from '#modules/catalog/save-price-list.ts'
import { wholeCatalogue } from '#modules/catalog/item-scope-rules.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { makeItem } from '#testing/make-item.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { makeComponent, makePass, makePlan, makeTerms, makeUse } from '#testing/make-pass.ts'
import { makeSale } from '#testing/make-sale.ts'
import { inWork, testAt, type TestWork } from '#testing/work.ts'
import { adviseOnPlan, byWorth, type Habit } from './advice-rules.ts'
import { advisePlans } from './advise-plans.ts'
import { askForTime, confirmBooking, settleAbsence } from './book-time.ts'
import { readPlans } from './plan-queries.ts'

const dayMs = 86_400_000
const on = (work: TestWork, day: number) => work.as(work.actor, new Date(testAt.getTime() + day * dayMs))

/** In 180 days, at 200.00 a visit. */
const came = (visits: number, given: Partial<Habit> = {}): Habit => ({
  ...{ days: 180, visits, worthCents: visits * 20_000, cameDays: visits, discountCents: 0 },
  ...given,
})

suite('whether a plan is worth it', () => {
  test('it is judged by the pace of the member’s own visits', () => {
    const plan = { priceCents: 160_000, terms: makeTerms() } // 10 visits in a year
    const advise = (visits: number) => adviseOnPlan(plan, came(visits))
    assert.deepEqual([advise(10).verdict, advise(10).savedCents, advise(10).breakEvenVisits], ['worth_it', 40_000, 8])
    assert.equal(advise(4).verdict, 'about_even')
    assert.equal(advise(3).verdict, 'not_worth_it')
    assert.equal(advise(2).verdict, 'too_little_known')
  })

  test('a paid membership is judged by its gifts, one a visit, and by what its prices would have saved', () => {
    const gift = makeComponent({ units: 12, listCents: 2_000, isGift: true })
    const plan = {
      priceCents: 30_000,
      terms: makeTerms({ components: [gift], benefits: [{ kind: 'price_list', priceListId: newId() }] }),
    }
    const advise = (cameDays: number, discountCents: number) => adviseOnPlan(plan, came(0, { cameDays, discountCents }))
    // Half a year with 10 days in the shop and 40.00 saved: a year of twelve gifts at 20.00 and about 81.00.
    const some = advise(10, 4_000)
    assert.deepEqual([some.giftCents, some.discountCents, some.savedCents], [24_000, 8_111, 2_111])
    assert.equal(some.breakEvenVisits, null)
    assert.deepEqual(
      [some.verdict, advise(10, 0).verdict, advise(2, 4_000).verdict],
      ['worth_it', 'not_worth_it', 'too_little_known'],
    )
  })

  test('plans of different lengths compare by what they save in a month of what they last', () => {
    const year = { priceCents: 160_000, terms: makeTerms() }
    const ofMonth = [makeComponent({ units: 4 })]
    const month = {
      priceCents: 60_000,
      terms: makeTerms({ components: ofMonth, validity: { unit: 'month', count: 1 } }),
    }
    const [long, short] = [adviseOnPlan(year, came(24)), adviseOnPlan(month, came(24))]
    // 24 in half a year are 49 in a year: ten visits last 74 days. 400.00 less in 74 days, or 200.00 less in a month of four.
    assert.deepEqual([long.savedCents, long.monthlySavedCents], [40_000, 16_216])
    assert.deepEqual([short.savedCents, short.monthlySavedCents], [20_000, 20_000])
    assert.ok(byWorth(short, long) < 0)
  })
})

/** A shop that sells a facial for 200.00 each, a member, and plans by how they are tried. */
async function shop(work: TestWork) {
  const { storeId } = await makeShop(work)
  const { id: memberId } = await makeMember(work)
  const item = await makeItem(work, { kind: 'service', listPriceCents: 20_000, tracksStock: false })
  const other = await makeItem(work, { kind: 'service', listPriceCents: 50_000, tracksStock: false })
  const scope = { ...wholeCatalogue, of: 'listed' as const, productIds: [item.id] }
  const visits = makeComponent({ scope, listCents: 20_000 })
  const advise = async (at: Work) => advisePlans(at, memberId, await readPlans(at))
  return { storeId, memberId, item, other, scope, visits, advise }
}

suite('advice from what a member did', () => {
  test(
    'what was bought singly counts where the plan covers it, and the plan that saves most in a month stands first',
    inWork(async (work) => {
      const { storeId, memberId, item, other, visits, scope, advise } = await shop(work)
      const ten = await makePlan(work, { components: [visits] })
      const strange = { ...scope, productIds: [other.id] }
      const elsewhere = await makePlan(work, { components: [makeComponent({ scope: strange, listCents: 50_000 })] })
      for (let day = 0; day < 40; day += 5) {
        await makeSale(on(work, day), { storeId, memberId, items: [[item.id, 1]] })
      }
      const [best, second] = await advise(on(work, 41))
      assert.deepEqual(
        [best!.planId, best!.visits, best!.worthCents, best!.verdict],
        [ten.planId, 8, 160_000, 'worth_it'],
      )
      assert.deepEqual([second!.planId, second!.visits, second!.verdict], [elsewhere.planId, 0, 'too_little_known'])
    }),
  )

  test(
    'what was brought back is no visit and no saving, what stays of a purchase is',
    inWork(async (work) => {
      const { storeId, memberId, item, visits, advise } = await shop(work)
      await makePlan(work, { components: [visits] })
      const buy = (day: number) => makeSale(on(work, day), { storeId, memberId, items: [[item.id, 2]] })
      const [whole, half, twice] = [await buy(0), await buy(5), await buy(10)]
      await buy(15)
      const giveBack = async ({ saleId, input }: typeof whole, quantityMilli: number) => {
        const lines = [{ lineId: input.lines[0]!.lineId, quantityMilli }]
        const { fingerprint } = await previewRefund(on(work, 20), { saleId, lines })
        await refundSale(on(work, 20), { saleId, refundId: newId(), lines, fingerprint, reason: '退' })
      }
      await giveBack(whole, 2000)
      await giveBack(half, 1000)
      await giveBack(twice, 1000)
      await giveBack(twice, 1000)
      const [advice] = await advise(on(work, 21))
      assert.deepEqual([advice!.visits, advice!.cameDays, advice!.worthCents], [2, 2, 40_000])
    }),
  )

  test(
    'a visit is worth what one costs, not all that was bought that day of what a plan for everything covers',
    inWork(async (work) => {
      const { storeId, memberId, other, advise } = await shop(work)
      await makePlan(work, { components: [makeComponent({ listCents: 8_000 })], priceCents: 64_000 })
      for (let day = 0; day < 4; day++) await makeSale(on(work, day), { storeId, memberId, items: [[other.id, 2]] })
      const [advice] = await advise(on(work, 5))
      assert.deepEqual([advice!.visits, advice!.worthCents, advice!.verdict], [4, 32_000, 'about_even'])
    }),
  )

  test(
    'who uses a pass without an end of visits is advised by what they had of it, at what one costs singly',
    inWork(async (work) => {
      const { storeId, memberId, visits, advise } = await shop(work)
      const unlimited = { ...visits, id: newId(), units: null, listCents: 300_000 }
      const quarter = await makePlan(work, {
        ...{ kind: 'term', name: '季卡', priceCents: 90_000, validity: { unit: 'month', count: 3 } },
        components: [unlimited],
      })
      const ten = await makePlan(work, { components: [visits] })
      const pass = await makePass(work, { storeId, memberId, plan: quarter })
      for (let day = 0; day < 40; day += 4) await makeUse(on(work, day), pass, { memberId, storeId })
      const advice = await advise(on(work, 41))
      const of = (planId: string) => advice.find((each) => each.planId === planId)!
      assert.deepEqual([of(quarter.planId).visits, of(quarter.planId).worthCents], [10, 200_000])
      assert.equal(of(quarter.planId).verdict, 'worth_it')
      assert.equal(of(ten.planId).visits, 10) // what was had on one pass may be had on another
    }),
  )

  test(
    'a visit that was undone, one of the family and one that nobody came for are not the member’s own',
    inWork(async (work) => {
      const { storeId, memberId, visits, advise } = await shop(work)
      const pass = await makePass(work, { storeId, memberId, plan: await makePlan(work, { components: [visits] }) })
      await makeUse(work, pass, { memberId, storeId })
      const { bookingId } = await askForTime(work, {
        ...{ bookingId: newId(), passId: pass.passId, componentId: visits.id, storeId, memberId },
        startsAt: on(work, 1).at,
      })
      await confirmBooking(work, bookingId)
      await settleAbsence(on(work, 2), { bookingId, useId: newId() })
      assert.equal((await advise(on(work, 3)))[0]!.visits, 1)
    }),
  )

  test(
    'the prices of a membership are tried on what was bought, over what was paid for it',
    inWork(async (work) => {
      const { storeId, memberId, item, advise } = await shop(work)
      const priceListId = newId()
      await createPriceList(work, {
        ...{ id: priceListId, name: '会员价', kind: 'pass', storeId: null, tierId: null, startsAt: null, endsAt: null },
        rateBps: 9_000,
      })
      const benefits = [{ kind: 'price_list' as const, priceListId }]
      await makePlan(work, { kind: 'membership', priceCents: 10_000, components: [], benefits })
      for (let day = 0; day < 4; day++) await makeSale(on(work, day), { storeId, memberId, items: [[item.id, 1]] })
      const [advice] = await advise(on(work, 5))
      // Four at 200.00: 80.00 off in half a year, 162.22 in a year.
      assert.deepEqual([advice!.discountCents, advice!.savedCents, advice!.verdict], [16_222, 6_222, 'worth_it'])
    }),
  )
})
