import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { makeShop } from '#testing/make-merchant.ts'
import { type TillCard, type TillSale, type TillTopUp, writeTillRecords } from '#testing/make-till-records.ts'
import { inWork } from '#testing/work.ts'
import { newId } from '#shared/ids.ts'
import { sumRecords } from './figure-queries.ts'
import { type Figures, noFigures, sumFigures, tenderKey } from './figure-rules.ts'

const cents = fc.integer({ min: 1, max: 1_000_000 })
const means = fc.constantFrom(
  { kind: 'cash', method: null },
  { kind: 'stored_value', method: null },
  { kind: 'points', method: null },
  { kind: 'gift_card', method: null },
  { kind: 'other', method: 'wechat' },
  { kind: 'other', method: 'alipay' },
)

const sale: fc.Arbitrary<TillSale> = fc
  .record({
    discountCents: fc.nat(5_000),
    manualDiscountCents: fc.nat(500),
    waiverCents: fc.nat(9),
    tenders: fc.array(
      fc
        .record({
          of: means,
          amountCents: cents,
          roundingCents: fc.integer({ min: -4, max: 4 }),
          changeCents: fc.nat(900),
        })
        .map(({ of, ...amounts }) => ({ ...of, ...amounts })),
      { minLength: 1, maxLength: 3 },
    ),
    lines: fc.array(
      fc.record({ rateBps: fc.constantFrom(0, 300, 600, 1_300), netCents: cents, taxCents: fc.nat(10_000) }),
      { minLength: 1, maxLength: 4 },
    ),
    back: fc.option(fc.integer({ min: 1, max: 4 })),
  })
  .map(({ back, ...sold }) => ({
    ...sold,
    // A quarter to all of it comes back.
    refund:
      back === null
        ? null
        : {
            paidCents: sold.tenders.map(({ amountCents }) => Math.floor((amountCents * back) / 4)),
            netCents: sold.lines.map(({ netCents }) => Math.floor((netCents * back) / 4)),
            taxCents: sold.lines.map(({ taxCents }) => Math.floor((taxCents * back) / 4)),
          },
  }))

const topUpMeans = fc.constantFrom({ kind: 'cash', method: null }, { kind: 'other', method: 'wechat' })
const topUp: fc.Arbitrary<TillTopUp> = fc.record({
  bonusCents: fc.nat(20_000),
  tenders: fc.array(
    fc.tuple(topUpMeans, cents).map(([of, amountCents]) => ({ ...of, amountCents })),
    { minLength: 1, maxLength: 2 },
  ),
  refund: fc.option(fc.tuple(topUpMeans, fc.nat(9_000)).map(([of, paidCents]) => ({ ...of, paidCents }))),
})

const card: fc.Arbitrary<TillCard> = fc.record({
  tenders: fc.array(
    fc.tuple(topUpMeans, cents).map(([of, amountCents]) => ({ ...of, amountCents })),
    { minLength: 1, maxLength: 2 },
  ),
  payout: fc.option(fc.tuple(topUpMeans, cents).map(([of, paidCents]) => ({ ...of, paidCents }))),
})

type Records = { sales: readonly TillSale[]; topUps: readonly TillTopUp[]; cards: readonly TillCard[] }
const records: fc.Arbitrary<Records> = fc.record({
  sales: fc.array(sale, { maxLength: 6 }),
  topUps: fc.array(topUp, { maxLength: 4 }),
  cards: fc.array(card, { maxLength: 4 }),
})

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

/** The same by hand: one record after the other, in the plainest way. */
function addUp({ sales, topUps, cards }: Records): Figures {
  const tenders = new Map<string, Figures['tenders'][number]>()
  const tender = ({ kind, method }: { kind: string; method: string | null }) => {
    const none = { saleCents: 0, roundingCents: 0, refundCents: 0, valueSoldCents: 0, valueBackCents: 0 }
    const found = tenders.get(tenderKey({ kind, method })) ?? { kind, method, ...none }
    tenders.set(tenderKey({ kind, method }), found)
    return found
  }
  const taxes = new Map<number, Figures['taxes'][number]>()
  const tax = (rateBps: number) => {
    const found = taxes.get(rateBps) ?? { rateBps, netCents: 0, taxCents: 0 }
    taxes.set(rateBps, found)
    return found
  }
  const figures = structuredClone(noFigures)
  for (const { lines, refund, ...sold } of sales) {
    const netCents = sum(lines.map((line) => line.netCents))
    figures.sales.count++
    figures.sales.grossCents += netCents + sold.discountCents
    figures.sales.discountCents += sold.discountCents
    figures.sales.manualDiscountCents += sold.manualDiscountCents
    figures.sales.waiverCents += sold.waiverCents
    figures.sales.netCents += netCents
    for (const line of lines) {
      figures.sales.taxCents += line.taxCents
      tax(line.rateBps).netCents += line.netCents
      tax(line.rateBps).taxCents += line.taxCents
    }
    for (const each of sold.tenders) {
      tender(each).saleCents += each.amountCents
      tender(each).roundingCents += each.roundingCents
    }
    if (!refund) continue
    figures.refunds.count++
    refund.paidCents.forEach((paidCents, index) => {
      figures.refunds.paidCents += paidCents
      tender(sold.tenders[index]!).refundCents += paidCents
    })
    lines.forEach((line, index) => {
      figures.refunds.netCents += refund.netCents[index]!
      figures.refunds.taxCents += refund.taxCents[index]!
      tax(line.rateBps).netCents -= refund.netCents[index]!
      tax(line.rateBps).taxCents -= refund.taxCents[index]!
    })
  }
  for (const { bonusCents, tenders: paid, refund } of topUps) {
    figures.topUps.count++
    figures.topUps.bonusCents += bonusCents
    for (const each of paid) {
      figures.topUps.principalCents += each.amountCents
      tender(each).valueSoldCents += each.amountCents
    }
    if (!refund) continue
    figures.topUpRefunds.count++
    figures.topUpRefunds.paidCents += refund.paidCents
    tender(refund).valueBackCents += refund.paidCents
  }
  for (const { tenders: paid, payout } of cards) {
    figures.giftCards.count++
    for (const each of paid) {
      figures.giftCards.loadedCents += each.amountCents
      tender(each).valueSoldCents += each.amountCents
    }
    if (!payout) continue
    figures.giftCardPayouts.count++
    figures.giftCardPayouts.paidCents += payout.paidCents
    tender(payout).valueBackCents += payout.paidCents
  }
  figures.tenders = [...tenders.values()].sort((a, b) => (tenderKey(a) < tenderKey(b) ? -1 : 1))
  figures.taxes = [...taxes.values()]
    .filter((each) => each.netCents !== 0 || each.taxCents !== 0)
    .sort((a, b) => a.rateBps - b.rateBps)
  return figures
}

test(
  'whatever a till sold, took back, topped up and put on gift cards, its figures are what adding up by hand gives',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    await fc.assert(
      fc.asyncProperty(records, records, async (ours, others) => {
        const shiftId = newId()
        await writeTillRecords(work, { storeId, shiftId }, ours)
        await writeTillRecords(work, { storeId, shiftId: newId() }, others)
        const summed = await sumRecords(work, { shiftId })

        assert.deepEqual(summed.figures, addUp(ours))
        assert.equal(summed.saleIds.length, ours.sales.length)
        const named = await sumRecords(work, summed)
        assert.deepEqual(named.figures, summed.figures)
      }),
      { numRuns: 40 },
    )
  }),
)

test('the figures of a day are the exact sum of its shifts', () => {
  fc.assert(
    fc.property(records, records, (one, two) => {
      const both = {
        sales: [...one.sales, ...two.sales],
        topUps: [...one.topUps, ...two.topUps],
        cards: [...one.cards, ...two.cards],
      }
      const day = sumFigures([addUp(one), addUp(two)])

      // Rates whose sales and returns cancel out remain as lines of zero.
      const taxes = day.taxes.filter(({ netCents, taxCents }) => netCents !== 0 || taxCents !== 0)
      assert.deepEqual({ ...day, taxes }, addUp(both))
    }),
  )
})
