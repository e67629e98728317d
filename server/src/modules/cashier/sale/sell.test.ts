import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { setEarnPolicy } from '#modules/points/set-earn-policy.ts'
import { previewRefund, refundSale } from '#modules/cashier/refund/refund-sale.ts'
import { verifyLedger } from '#modules/ledger/verify-ledger.ts'
import type { Work } from '#platform/work.ts'
import { Refused } from '#shared/refusal.ts'
import { newId } from '#shared/ids.ts'
import { makeItem } from '#testing/make-item.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeSale, saleInputOf } from '#testing/make-sale.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { holdings, makeStoredValue, pointsDebt, takePoints } from '#testing/make-value.ts'
import { inWork, staffActor } from '#testing/work.ts'
import { sell } from './sell.ts'

const onePointPerYuan = {
  rule: { points: 1, perCents: 100, excludedTenders: [], isTaxIncluded: true },
  expiry: { months: 12, round: 'month_end' },
} as const

async function makeRegular(work: Work) {
  const { storeId } = await makeShop(work)
  await setEarnPolicy(work, onePointPerYuan)
  const { id: memberId } = await makeMember(work)
  const { id: itemId } = await makeItem(work)
  return { storeId, memberId, itemId }
}

async function refundAll(work: Work, saleId: string, lines: { lineId: string; quantityMilli: number }[]) {
  const { fingerprint } = await previewRefund(work, { saleId, lines })
  return refundSale(work, { saleId, lines, fingerprint, reason: '顾客不满意', refundId: newId() })
}

test(
  'cash gives change, and the receipt carries the store’s next number',
  inWork(async (work) => {
    const { storeId, itemId } = await makeRegular(work)
    const first = await makeSale(work, { storeId, items: [[itemId, 2]], receivedCents: 25_000 })
    const second = await makeSale(work, { storeId, items: [[itemId, 1]] })

    assert.equal(first.netCents, 20_000)
    assert.equal(first.changeCents, 5_000)
    assert.deepEqual([first.receiptNumber, second.receiptNumber], ['01-00-000001', '01-00-000002'])
    assert.ok(work.emitted.includes('sale.completed'))
  }),
)

test(
  'a refused sale leaves its member without an account; the first that stands makes those that it needs',
  inWork(async (work) => {
    const { storeId, memberId, itemId } = await makeRegular(work)
    const accounts = () =>
      work.send<{ asset: string }>(sql`
        select asset from ledger.account where merchant_id = ${work.merchantId} and owner_id = ${memberId}`)
    const wish = { storeId, memberId, items: [[itemId, 1]] as const }
    const input = await saleInputOf(work, { ...wish, storedCents: 1_000 })
    const [refused] = await sell(work, [{ work, input, key: newId() }])
    assert.equal(refused instanceof Refused && refused.code, 'balance_insufficient')
    assert.deepEqual(await accounts(), [])

    const sales = await Promise.all([saleInputOf(work, wish), saleInputOf(work, wish)])
    await sell(
      work,
      sales.map((sale) => ({ work, input: sale, key: newId() })),
    )
    assert.deepEqual(await accounts(), [{ asset: 'points' }])
    assert.equal((await holdings(work, memberId)).points, 200)
  }),
)

test(
  'stored value pays first, cash the rest, and the sale earns its points',
  inWork(async (work) => {
    const { storeId, memberId, itemId } = await makeRegular(work)
    await makeStoredValue(work, memberId, 10_000, 2_000)
    const sale = await makeSale(work, { storeId, memberId, items: [[itemId, 2]], storedCents: 6_000 })

    assert.equal(sale.pointsEarned, 200)
    assert.deepEqual(await holdings(work, memberId), {
      storedCents: 6_000,
      principalCents: 5_000,
      bonusCents: 1_000,
      points: 200,
    })
  }),
)

test(
  'refunding the whole sale gives back the very lots, the cash and takes the points',
  inWork(async (work) => {
    const { storeId, memberId, itemId } = await makeRegular(work)
    await makeStoredValue(work, memberId, 10_000, 2_000)
    const { saleId, input } = await makeSale(work, { storeId, memberId, items: [[itemId, 3]], storedCents: 7_777 })
    const refund = await refundAll(
      work,
      saleId,
      input.lines.map(({ lineId }) => ({ lineId, quantityMilli: 3000 })),
    )

    assert.equal(refund.paidCents, 30_000)
    assert.deepEqual(await holdings(work, memberId), {
      storedCents: 12_000,
      principalCents: 10_000,
      bonusCents: 2_000,
      points: 0,
    })
    assert.equal((await verifyLedger(work)).ok, true)
  }),
)

test(
  'three partial refunds sum to what was paid, and the fourth is refused',
  inWork(async (work) => {
    const { storeId, memberId, itemId } = await makeRegular(work)
    await makeStoredValue(work, memberId, 10_000, 3_333)
    const { saleId, input } = await makeSale(work, {
      storeId,
      memberId,
      items: [[itemId, 3]],
      storedCents: 9_999,
      orderDiscount: { kind: 'amount', amountCents: 100 },
    })
    const { lineId } = input.lines[0]!
    let paidCents = 0
    for (let part = 0; part < 3; part++) {
      paidCents += (await refundAll(work, saleId, [{ lineId, quantityMilli: 1000 }])).paidCents
    }

    assert.equal(paidCents, 29_900)
    assert.deepEqual(await holdings(work, memberId), {
      storedCents: 13_333,
      principalCents: 10_000,
      bonusCents: 3_333,
      points: 0,
    })
    await assert.rejects(previewRefund(work, { saleId, lines: [{ lineId, quantityMilli: 1000 }] }), {
      code: 'refund_exceeds_sale',
    })
  }),
)

test(
  'a price that changed since the quote is told, and nothing is booked',
  inWork(async (work) => {
    const { storeId, itemId } = await makeRegular(work)
    const input = await saleInputOf(work, { storeId, items: [[itemId, 1]], receivedCents: 20_000 })
    await work.send(
      sql`update catalog.item set list_price_cents = 12000 where merchant_id = ${work.merchantId} and id = ${itemId}`,
    )
    const [outcome] = await sell(work, [{ work, input, key: newId() }])

    assert.ok(outcome instanceof Error && 'code' in outcome)
    assert.equal(outcome.code, 'quote_changed')
    assert.equal(outcome.details.netCents, 12_000)
    const sales = await work.send<{ count: number }>(
      sql`select count(*) from cashier.sale where merchant_id = ${work.merchantId}`,
    )
    assert.equal(sales[0]!.count, 0)
  }),
)

test(
  'in one batch the second sale sees what the first spent: the last fen goes once',
  inWork(async (work) => {
    const { storeId, memberId, itemId } = await makeRegular(work)
    await makeStoredValue(work, memberId, 10_000)
    const wish = { storeId, memberId, items: [[itemId, 1]], storedCents: 10_000 } as const
    const turns = [
      { work, input: await saleInputOf(work, wish), key: newId() },
      { work, input: await saleInputOf(work, wish), key: newId() },
    ]
    const [first, second] = await sell(work, turns)

    assert.ok(first && 'saleId' in first)
    assert.ok(second && 'code' in second && second.code === 'balance_insufficient')
    assert.equal((await holdings(work, memberId)).storedCents, 0)
  }),
)

test(
  'the last unit in stock is sold once where the shop does not sell below zero',
  inWork(async (work) => {
    const { storeId } = await makeRegular(work)
    const { id: itemId } = await makeItem(work, { tracksStock: true, maySellBelowZero: false })
    await work.send(sql`
    insert into stock.on_hand (merchant_id, store_id, item_id, quantity_milli) values (${work.merchantId}, ${storeId}, ${itemId}, 1000)`)
    const wish = { storeId, items: [[itemId, 1]] } as const
    const turns = [
      { work, input: await saleInputOf(work, wish), key: newId() },
      { work, input: await saleInputOf(work, wish), key: newId() },
    ]
    const [first, second] = await sell(work, turns)

    assert.ok(first && 'saleId' in first)
    assert.ok(second && 'code' in second && second.code === 'stock_short')
  }),
)

test(
  'a cashier without the right to discount needs a manager',
  inWork(async (work) => {
    const { storeId, itemId } = await makeRegular(work)
    const cashier = staffActor(['sale.sell'])
    const input = await saleInputOf(work, {
      storeId,
      items: [[itemId, 1]],
      orderDiscount: { kind: 'rate', offBps: 1000 },
    })
    const [outcome] = await sell(work, [{ work: work.as(cashier, work.at), input, key: newId() }])
    assert.ok(outcome && 'code' in outcome && outcome.code === 'discount_approval_needed')
  }),
)

test(
  'what a manager is asked for is all that was given up by hand, the rounding off once',
  inWork(async (work) => {
    const { storeId, itemId } = await makeRegular(work)
    const input = await saleInputOf(work, {
      storeId,
      items: [[itemId, 1]],
      orderDiscount: { kind: 'amount', amountCents: 500 },
      waiverCents: 30,
    })
    const cashier = work.as(staffActor(['sale.sell']), work.at)
    const [outcome] = await sell(work, [{ work: cashier, input, key: newId() }])
    assert.ok(outcome instanceof Refused)
    assert.deepEqual(outcome.details, { permission: 'sale.discount', amountCents: 530 })
  }),
)

test(
  'points spent since the sale become a debt when it is refunded',
  inWork(async (work) => {
    const { storeId, memberId, itemId } = await makeRegular(work)
    const { saleId, input } = await makeSale(work, { storeId, memberId, items: [[itemId, 1]] })
    await takePoints(work, memberId, 70)
    const refund = await refundAll(work, saleId, [{ lineId: input.lines[0]!.lineId, quantityMilli: 1000 }])
    assert.equal(refund.pointsReversed, 100)
    assert.equal((await holdings(work, memberId)).points, 0)
    assert.equal(await pointsDebt(work, memberId), 70)
  }),
)

test(
  'staff of one store do not sell in another',
  inWork(async (work) => {
    const { storeId, itemId } = await makeRegular(work)
    const input = await saleInputOf(work, { storeId, items: [[itemId, 1]] })
    const [outcome] = await sell(work, [
      { work: work.as(staffActor(['sale.sell'], [newId()]), work.at), input, key: newId() },
    ])
    assert.ok(outcome && 'code' in outcome && outcome.code === 'store_not_allowed')
  }),
)
