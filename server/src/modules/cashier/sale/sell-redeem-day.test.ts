import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { previewRefund, refundSale } from '#modules/cashier/refund/refund-sale.ts'
import { showSale } from '#modules/cashier/sale-views.ts'
import { verifyLedger } from '#modules/ledger/verify-ledger.ts'
import { setRedeemPolicy } from '#modules/points/redeem-policy.ts'
import { stopSpecial } from '#modules/rewards/save-special.ts'
import { tillDaysAhead } from '#modules/rewards/till-days.ts'
import type { SpecialTerms } from '#modules/rewards/special-rules.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { Refused } from '#shared/refusal.ts'
import { makeItem } from '#testing/make-item.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { givePoints, makeSpecial } from '#testing/make-reward.ts'
import { makeSale, saleInputOf } from '#testing/make-sale.ts'
import { holdings } from '#testing/make-value.ts'
import { inWork, systemActor, type TestWork } from '#testing/work.ts'
import { readSale } from './sale-queries.ts'
import { sell } from './sell.ts'

/** Points worth a cent each, a member with 10,000 of them, an item for 100.00, and today (1 March, a Sunday) a redemption day. */
async function makeRegular(work: TestWork, day: Partial<SpecialTerms> = {}) {
  const { storeId } = await makeShop(work)
  const rule = { points: 1, worthCents: 1, minPoints: 0, stepPoints: 100, maxShareBps: 10_000 }
  await setRedeemPolicy(work, { version: 0, rule, returnedExpired: 'grace', graceDays: 3 })
  const { id: memberId } = await makeMember(work)
  const { id: itemId } = await makeItem(work)
  await givePoints(work, memberId, storeId, 10_000)
  const { id: specialId } = await makeSpecial(work, { tillRateBps: 15_000, weekDays: [7], ...day })
  return { storeId, memberId, itemId, specialId }
}

async function usedOf(work: Work): Promise<number> {
  const [row] = await work.send<{ usedPoints: number }>(sql`
    select sum(used_points)::bigint as used_points from rewards.special where merchant_id = ${work.merchantId}`)
  return row!.usedPoints
}

const tenderOf = async (work: Work, saleId: string) => {
  const shown = await showSale(work, (await readSale(work, saleId))!)
  return shown.tenders.find(({ kind }) => kind === 'points')!
}

test(
  'on a redemption day points pay more at the till; the sale says why, and the day’s budget has that much less',
  inWork(async (work) => {
    const { storeId, memberId, itemId, specialId } = await makeRegular(work, { budgetPoints: 5_000 })
    const { saleId } = await makeSale(work, { storeId, memberId, items: [[itemId, 1]], points: 4_000 })
    const tender = await tenderOf(work, saleId)
    assert.deepEqual([tender.points, tender.amountCents, tender.referenceId], [4_000, 6_000, specialId])
    assert.deepEqual(tender.redeemDay, { name: '积分兑换日', rateBps: 15_000 })
    assert.equal(await usedOf(work), 2_000)
    assert.equal((await holdings(work, memberId)).points, 6_000)
  }),
)

test(
  'returned in parts, the very points come back and the budget with them',
  inWork(async (work) => {
    const { storeId, memberId, itemId } = await makeRegular(work)
    const sale = await makeSale(work, { storeId, memberId, items: [[itemId, 3]], points: 9_000 })
    const [line] = sale.input.lines
    for (const [points, used] of [
      [4_000, 3_000],
      [7_000, 1_500],
      [10_000, 0],
    ] as const) {
      const lines = [{ lineId: line!.lineId, quantityMilli: 1_000 }]
      const { fingerprint } = await previewRefund(work, { saleId: sale.saleId, lines })
      await refundSale(work, { saleId: sale.saleId, lines, fingerprint, reason: '不合适', refundId: newId() })
      assert.deepEqual([(await holdings(work, memberId)).points, await usedOf(work)], [points, used])
    }
    const report = await verifyLedger(work)
    assert.equal(report.ok, true, JSON.stringify(report.firstBroken))
  }),
)

test(
  'two sales of a batch do not take one budget twice: the second is shown its plain worth',
  inWork(async (work) => {
    const { storeId, memberId, itemId } = await makeRegular(work, { budgetPoints: 2_500 })
    const wish = { storeId, memberId, items: [[itemId, 1]] as [string, number][], points: 4_000 }
    const inputs = [await saleInputOf(work, wish), await saleInputOf(work, wish)]
    const [first, second] = await sell(
      work,
      inputs.map((input) => ({ work, input, key: newId() })),
    )
    assert.ok(first && 'saleId' in first)
    assert.ok(second instanceof Refused)
    assert.deepEqual([second.code, second.details['missingCents']], ['cash_short', 2_000])
    const plain = await makeSale(work, wish)
    assert.deepEqual([(await tenderOf(work, plain.saleId)).amountCents, await usedOf(work)], [4_000, 2_000])
  }),
)

test(
  'on other days, once stopped, and for who does not pay with points, nothing of it is read or written',
  inWork(async (work) => {
    const { storeId, memberId, itemId, specialId } = await makeRegular(work)
    const monday = Object.assign(work.as(systemActor, new Date('2026-03-02T06:00:00Z')), { emitted: [] })
    const wish = { storeId, memberId, items: [[itemId, 1]] as [string, number][] }
    const { saleId } = await makeSale(monday, { ...wish, points: 1_000 })
    assert.equal((await tenderOf(work, saleId)).amountCents, 1_000)
    await stopSpecial(work, specialId)
    const after = await makeSale(work, { ...wish, points: 1_000 })
    assert.equal((await tenderOf(work, after.saleId)).redeemDay, null)

    const asked: string[] = []
    const listening: Work = { ...work, send: (query) => (asked.push(query.compile(work.tx).sql), work.send(query)) }
    await makeSale(listening, wish)
    assert.ok(asked.length > 0)
    assert.deepEqual(
      asked.filter((text) => text.includes('rewards.special')),
      [],
    )
  }),
)

test(
  'the till knows the redemption days of the week ahead, and what is left of each',
  inWork(async (work) => {
    const { specialId } = await makeRegular(work, { budgetPoints: 500 })
    await makeSpecial(work, { name: '小兑换日', tillRateBps: 12_000, monthDays: [1, 3] })
    const name = '积分兑换日'
    assert.deepEqual(
      (await tillDaysAhead(work, '2026-03-01', 7)).map(({ day, ...rest }) => [
        day,
        rest.name,
        rest.rateBps,
        rest.leftPoints,
      ]),
      [
        ['2026-03-01', name, 15_000, 500],
        ['2026-03-03', '小兑换日', 12_000, null],
      ],
    )
    await stopSpecial(work, specialId)
    assert.equal((await tillDaysAhead(work, '2026-03-01', 1))[0]!.name, '小兑换日')
  }),
)
