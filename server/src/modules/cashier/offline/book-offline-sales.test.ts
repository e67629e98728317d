import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { readSale } from '#modules/cashier/sale/sale-queries.ts'
import { revokeDevice } from '#modules/identity/register-device.ts'
import { verifyLedger } from '#modules/ledger/verify-ledger.ts'
import { mergeMembers, quoteMerge } from '#modules/member-lifecycle/merge-members.ts'
import { setEarnPolicy } from '#modules/points/set-earn-policy.ts'
import { changeItem } from '#modules/catalog/change-item.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { makeItem } from '#testing/make-item.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeDevice, makeShop } from '#testing/make-merchant.ts'
import { makeOfflineSale, type OfflineWish } from '#testing/make-offline-sale.ts'
import { makeCouponTemplate } from '#testing/make-coupon.ts'
import { makeShift, endMadeShift, tillActor } from '#testing/make-shift.ts'
import { issueCoupons } from '#modules/coupons/issue-coupons.ts'
import { makeSale } from '#testing/make-sale.ts'
import { holdings, makeStoredValue } from '#testing/make-value.ts'
import { inWork, testAt, type TestWork } from '#testing/work.ts'
import { bookOfflineSales } from './book-offline-sales.ts'
import { pastDevice } from '#modules/identity/past-device.ts'
import type { OfflineSale } from './offline-types.ts'

const hourMs = 3_600_000

async function makeTills(work: Work) {
  const { storeId, ownerId } = await makeShop(work)
  await setEarnPolicy(work, {
    rule: { points: 1, perCents: 100, excludedTenders: [], isTaxIncluded: true },
    expiry: { months: 12, round: 'month_end' },
  })
  const { id: memberId } = await makeMember(work)
  const { id: itemId } = await makeItem(work)
  const [a, b] = [await makeDevice(work, storeId), await makeDevice(work, storeId)]
  const sellAt = (till: typeof a, sequence: number, wish: Partial<OfflineWish> = {}) =>
    makeOfflineSale(work, { storeId, till, cashierId: ownerId, sequence, items: [[itemId, 1]], ...wish })
  return { storeId, ownerId, memberId, itemId, a, b, sellAt }
}

async function handIn(work: Work, deviceId: string, sales: readonly OfflineSale[], rescuedBy: string | null = null) {
  const till = await pastDevice(work, deviceId)
  return bookOfflineSales(work, till!, { deviceId, sales, rescuedBy })
}

async function conflictsOf(work: Work): Promise<{ kind: string; saleId: string; details: Record<string, unknown> }[]> {
  return work.send(sql`
    select kind, sale_id, details from cashier.sale_conflict where merchant_id = ${work.merchantId} order by at, kind`)
}

const kindsOf = async (work: Work) => (await conflictsOf(work)).map(({ kind }) => kind)

async function bookedCount(work: TestWork): Promise<number> {
  const [row] = await work.send<{ count: number }>(sql`
    select count(*) as count from cashier.sale where merchant_id = ${work.merchantId}`)
  return row!.count
}

test(
  'a sale made offline is booked as it was made: its prices, its number, its time, its cashier',
  inWork(async (work) => {
    const { a, ownerId, sellAt } = await makeTills(work)
    const happenedAt = new Date(testAt.getTime() - 2 * hourMs)
    const sale = await sellAt(a, 7, { happenedAt })
    const [answer] = await handIn(work, a.deviceId, [sale])
    const booked = await readSale(work, sale.saleId)

    assert.deepEqual(answer, { saleId: sale.saleId, outcome: 'booked', conflicts: 0 })
    assert.equal(booked?.receiptNumber, '01-01-000007')
    assert.equal(booked.netCents, sale.made.netCents)
    assert.equal(booked.happenedAt.toISOString(), happenedAt.toISOString())
    assert.equal(booked.at.toISOString(), testAt.toISOString())
    assert.equal(booked.cashierId, ownerId)
    assert.equal(booked.deviceId, a.deviceId)
    assert.deepEqual(booked.lines[0]?.steps, sale.made.lines[0]?.steps)
    assert.ok(work.emitted.includes('sale.completed'))
  }),
)

test(
  'handed in twice, in parts and in reverse, every sale is there once and keeps its number',
  inWork(async (work) => {
    const { a, sellAt } = await makeTills(work)
    const sales: OfflineSale[] = []
    for (let sequence = 1; sequence <= 6; sequence++) sales.push(await sellAt(a, sequence))
    await handIn(work, a.deviceId, sales.slice(3).reverse())
    await handIn(work, a.deviceId, sales.slice(0, 5))
    const again = await handIn(work, a.deviceId, [...sales, ...sales])

    assert.equal(await bookedCount(work), 6)
    assert.deepEqual(new Set(again.map(({ outcome }) => outcome)), new Set(['repeated']))
    for (const { saleId, receiptNumber } of sales) {
      assert.equal((await readSale(work, saleId))?.receiptNumber, receiptNumber)
    }
    assert.deepEqual(await kindsOf(work), [])
  }),
)

test(
  'the till’s counter and the server’s are one sequence: online goes on behind the last number used offline',
  inWork(async (work) => {
    const { a, storeId, itemId, ownerId, sellAt } = await makeTills(work)
    await handIn(work, a.deviceId, [await sellAt(a, 42), await sellAt(a, 41)])
    const permissions = new Set(['sale.sell', 'shift.open'])
    const staff = { kind: 'staff', userId: ownerId, sessionId: newId(), permissions, storeIds: null, ip: null } as const
    const { till: atTill } = await makeShift(work, { storeId, actor: { ...staff, deviceId: a.deviceId } })
    const online = await makeSale(atTill, { storeId, items: [[itemId, 1]] })
    assert.equal(online.receiptNumber, '01-01-000043')
  }),
)

test(
  'two tills sell the last one: both sales stand, the shelf is below zero, a person hears of the second',
  inWork(async (work) => {
    const { a, b, storeId, sellAt } = await makeTills(work)
    const { id: lastOne } = await makeItem(work, { tracksStock: true, maySellBelowZero: false })
    const first = await sellAt(a, 1, { items: [[lastOne, 1]] })
    const second = await sellAt(b, 1, { items: [[lastOne, 1]] })
    await work.send(sql`
      insert into stock.on_hand (merchant_id, store_id, item_id, quantity_milli)
      values (${work.merchantId}, ${storeId}, ${lastOne}, 1000)`)
    await handIn(work, a.deviceId, [first])
    assert.deepEqual(await kindsOf(work), [])
    await handIn(work, b.deviceId, [second])

    assert.equal(await bookedCount(work), 2)
    assert.deepEqual(
      (await conflictsOf(work)).map(({ kind, saleId }) => [kind, saleId]),
      [['stock_short', second.saleId]],
    )
  }),
)

test(
  'two tills spend the same stored value: the member never goes below zero, the shop bears the rest until somebody decides',
  inWork(async (work) => {
    const { a, b, memberId, sellAt } = await makeTills(work)
    await makeStoredValue(work, memberId, 8_000)
    const [first, second] = [
      await sellAt(a, 1, { memberId, storedCents: 6_000 }),
      await sellAt(b, 1, { memberId, storedCents: 6_000 }),
    ]
    await handIn(work, a.deviceId, [first])
    await handIn(work, b.deviceId, [second])

    assert.equal((await holdings(work, memberId)).storedCents, 0)
    const [conflict] = await conflictsOf(work)
    assert.deepEqual(conflict, {
      kind: 'balance_short',
      saleId: second.saleId,
      details: { shortCents: 4_000, askedCents: 6_000 },
    })
    assert.equal((await verifyLedger(work)).ok, true)
  }),
)

test(
  'value beyond the till’s limits is booked and listed: per sale, and in all since the server was last heard of',
  inWork(async (work) => {
    const { a, memberId, sellAt } = await makeTills(work)
    await makeStoredValue(work, memberId, 100_000)
    const contactAt = new Date(testAt.getTime() - hourMs)
    const sales = [
      await sellAt(a, 1, { memberId, storedCents: 6_000, contactAt }),
      await sellAt(a, 2, { memberId, storedCents: 6_000, contactAt }),
    ]
    await handIn(work, a.deviceId, [sales[0]!])
    await handIn(work, a.deviceId, [sales[1]!])

    const conflicts = await conflictsOf(work)
    assert.deepEqual(
      conflicts.map(({ kind, saleId, details }) => [kind, saleId, details['by'], details['leftUnits']]),
      [['limit_exceeded', sales[1]!.saleId, 'member', 4_000]],
    )
    assert.equal((await holdings(work, memberId)).storedCents, 88_000)
  }),
)

test(
  'a till whose clock is a day ahead or behind cannot date a sale outside what is possible',
  inWork(async (work) => {
    const { a, sellAt } = await makeTills(work)
    const contactAt = new Date(testAt.getTime() - 3 * hourMs)
    const ahead = await sellAt(a, 1, { happenedAt: new Date(testAt.getTime() + 24 * hourMs), contactAt })
    const behind = await sellAt(a, 2, { happenedAt: new Date(testAt.getTime() - 24 * hourMs), contactAt })
    await handIn(work, a.deviceId, [ahead, behind])

    assert.equal((await readSale(work, ahead.saleId))?.happenedAt.getTime(), testAt.getTime())
    assert.equal((await readSale(work, behind.saleId))?.happenedAt.getTime(), contactAt.getTime())
    assert.deepEqual(await kindsOf(work), ['clock_wrong', 'clock_wrong'])
  }),
)

test(
  'nobody can put a sale down to somebody who was not signed in at that till',
  inWork(async (work) => {
    const { a, b, sellAt } = await makeTills(work)
    const sale = await sellAt(a, 1)
    const foreign = await sellAt(b, 2)
    await handIn(work, a.deviceId, [
      { ...sale, cashierId: newId() },
      { ...(await sellAt(a, 3)), contact: foreign.contact },
    ])
    assert.deepEqual(await kindsOf(work), ['cashier_unproven', 'cashier_unproven'])
  }),
)

test(
  'a price changed meanwhile: the sale keeps what was paid, and the difference is listed',
  inWork(async (work) => {
    const { a, itemId, sellAt } = await makeTills(work)
    const sale = await sellAt(a, 1)
    const [row] = await work.send<{ version: number; listPriceCents: number }>(sql`
      select version, list_price_cents from catalog.item where merchant_id = ${work.merchantId} and id = ${itemId}`)
    await changeItem(work, { itemId, version: row!.version, listPriceCents: row!.listPriceCents + 500 })
    await handIn(work, a.deviceId, [sale])

    assert.equal((await readSale(work, sale.saleId))?.netCents, sale.made.netCents)
    const [conflict] = await conflictsOf(work)
    assert.equal(conflict?.kind, 'price_changed')
    assert.deepEqual(conflict.details, { netCents: sale.made.netCents, nowCents: sale.made.netCents + 500 })
  }),
)

test(
  'the queue of a revoked till is handed in by a person, and says so',
  inWork(async (work) => {
    const { a, ownerId, sellAt } = await makeTills(work)
    const sale = await sellAt(a, 1)
    await revokeDevice(work, { deviceId: a.deviceId })
    await handIn(work, a.deviceId, [sale], ownerId)

    assert.equal(await bookedCount(work), 1)
    assert.deepEqual(await kindsOf(work), ['device_revoked'])
  }),
)

test(
  'the member was merged into another record: value and points are the survivor’s',
  inWork(async (work) => {
    const { a, memberId, sellAt } = await makeTills(work)
    const sale = await sellAt(a, 1, { memberId })
    const { id: survivorId } = await makeMember(work)
    const pair = { survivorId, absorbedId: memberId }
    await mergeMembers(work, { id: newId(), ...pair, fingerprint: (await quoteMerge(work, pair)).fingerprint })
    await handIn(work, a.deviceId, [sale])

    assert.equal((await readSale(work, sale.saleId))?.memberId, survivorId)
    assert.equal((await holdings(work, survivorId)).points, sale.made.pointsEarned)
    assert.deepEqual(await kindsOf(work), ['member_merged'])
  }),
)

test(
  'a queue that was written half keeps the readable sales going and the torn one for a person, word for word',
  inWork(async (work) => {
    const { a, sellAt } = await makeTills(work)
    const good = await sellAt(a, 1)
    const torn = { ...(await sellAt(a, 2)), made: undefined } as unknown as OfflineSale
    const forged = await sellAt(a, 3)
    forged.made.netCents -= 100
    const answers = await handIn(work, a.deviceId, [torn, forged, good])

    assert.deepEqual(
      answers.map(({ outcome }) => outcome),
      ['booked', 'held', 'held'],
    )
    assert.equal(await bookedCount(work), 1)
    const conflicts = await conflictsOf(work)
    assert.deepEqual(
      conflicts.map(({ kind, details }) => [kind, details['flaw']]),
      [
        ['unreadable', 'incomplete'],
        ['unreadable', 'sums'],
      ],
    )
    const [kept] = await work.send<{ upload: OfflineSale }>(sql`
      select upload from cashier.offline_sale where merchant_id = ${work.merchantId} and sale_id = ${forged.saleId}`)
    assert.deepEqual(kept?.upload, forged)
  }),
)

test(
  'two sales under one number, from a till whose storage was copied, both stand and are told apart',
  inWork(async (work) => {
    const { a, sellAt } = await makeTills(work)
    const [first, second] = [await sellAt(a, 5), await sellAt(a, 5)]
    await handIn(work, a.deviceId, [first])
    await handIn(work, a.deviceId, [second])

    assert.equal((await readSale(work, second.saleId))?.receiptNumber, '01-01-000005.2')
    assert.deepEqual(await kindsOf(work), ['receipt_number_taken'])
  }),
)

test(
  'what a till writes down is the very record that the server makes of the same sale',
  inWork(async (work) => {
    const { a, storeId, memberId, itemId, sellAt } = await makeTills(work)
    const online = await makeSale(work, { storeId, memberId, items: [[itemId, 1]] })
    const sale = await sellAt(a, 1, { memberId })
    await handIn(work, a.deviceId, [sale])
    const [one, other] = [await readSale(work, online.saleId), await readSale(work, sale.saleId)]
    const shape = (record: typeof one) => ({
      ...{ net: record?.netCents, tax: record?.taxCents, points: record?.pointsEarned, earnRule: record?.earnRule },
      lines: record?.lines.map(({ lineId: _id, ...line }) => line),
    })
    assert.deepEqual(shape(other), shape(one))
  }),
)

test(
  'two tills take one coupon: the first has used it, the second is listed with what it took off',
  inWork(async (work) => {
    const { a, b, memberId, sellAt } = await makeTills(work)
    const { id: templateId } = await makeCouponTemplate(work)
    const issued = await issueCoupons(work, { issueId: newId(), templateId, memberIds: [memberId], reason: '生日' })
    const coupons = [{ couponId: issued.coupons[0]!.couponId, offCents: 1_000 }]
    const [first, second] = [await sellAt(a, 1, { memberId, coupons }), await sellAt(b, 1, { memberId, coupons })]
    await handIn(work, a.deviceId, [first])
    await handIn(work, b.deviceId, [second])

    const conflicts = await conflictsOf(work)
    assert.deepEqual(
      conflicts.map(({ kind, saleId, details }) => [kind, saleId, details['offCents']]),
      [['coupon_used', second.saleId, 1_000]],
    )
  }),
)

test(
  'handed in after its shift was closed, a sale belongs to no shift and waits for the day’s close',
  inWork(async (work) => {
    const { a, storeId, sellAt } = await makeTills(work)
    const { shiftId, till } = await makeShift(work, { storeId, actor: tillActor(a.deviceId) })
    const sale = await sellAt(a, 1, { happenedAt: new Date(testAt.getTime() + 60_000) })
    const later = (minutes: number) => work.as(till.actor, new Date(testAt.getTime() + minutes * 60_000))
    await endMadeShift(later(2), shiftId)
    await handIn(later(5), a.deviceId, [sale])

    const [row] = await work.send<{ shiftId: string | null }>(sql`
      select shift_id from cashier.sale where merchant_id = ${work.merchantId} and id = ${sale.saleId}`)
    assert.equal(row?.shiftId, null)
    const conflicts = await conflictsOf(work)
    assert.deepEqual(
      conflicts.map(({ kind, details }) => [kind, details['shiftId']]),
      [['shift_closed', shiftId]],
    )
  }),
)
