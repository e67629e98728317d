import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import { revokeDevice } from '#modules/identity/register-device.ts'
import { pastDevice } from '#modules/identity/past-device.ts'
import { verifyLedger } from '#modules/ledger/verify-ledger.ts'
import { openDatabase } from '#platform/db.ts'
import { inRetriedTransaction, inTransaction } from '#platform/transaction.ts'
import type { OpenWork } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { cutOff } from '#testing/cut-off.ts'
import { makeCoupon, makeCouponTemplate } from '#testing/make-coupon.ts'
import { makeItem } from '#testing/make-item.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeDevice, makeShop } from '#testing/make-merchant.ts'
import { makeOfflineSale, type OfflineWish } from '#testing/make-offline-sale.ts'
import { endMadeShift, makeShift, tillActor } from '#testing/make-shift.ts'
import { holdings, makeStoredValue } from '#testing/make-value.ts'
import { databaseWithoutLocks, isSeenWithin } from '#testing/planted-bugs.ts'
import { systemActor, testAt, testSecretKey } from '#testing/work.ts'
import { bookOfflineSales } from './book-offline-sales.ts'
import type { OfflineSale } from './offline-types.ts'

const database = openDatabase({ url: process.env.TEST_DATABASE_URL!, poolSize: 16, secretKey: testSecretKey })
after(() => database.close())

const dayMs = 86_400_000

type Shop = Awaited<ReturnType<typeof makeTwoTills>>

/** Two tills without a line that sold the same last unit, took the same coupon and spent the same 80.00 of one member. */
async function makeTwoTills() {
  const options = { merchantId: newId(), actor: systemActor, at: testAt }
  const run = <T>(body: (work: OpenWork) => Promise<T>) => inTransaction(database, options, body)
  return run(async (work) => {
    const { storeId, ownerId } = await makeShop(work)
    const { id: memberId } = await makeMember(work)
    await makeStoredValue(work, memberId, 8_000)
    const { id: couponId } = await makeCoupon(work, memberId, (await makeCouponTemplate(work)).id)
    const { id: itemId } = await makeItem(work)
    const { id: lastOne } = await makeItem(work, { tracksStock: true, maySellBelowZero: false })
    const tills = [await makeDevice(work, storeId), await makeDevice(work, storeId)]
    const queues: OfflineSale[][] = []
    for (const till of tills) {
      const shift = await makeShift(work, { storeId, actor: tillActor(till.deviceId) })
      const sold = (sequence: number, wish: Partial<OfflineWish>) =>
        makeOfflineSale(work, { storeId, till, cashierId: ownerId, sequence, items: [[itemId, 1]], ...wish })
      queues.push([
        await sold(1, { items: [[lastOne, 1]] }),
        await sold(2, { memberId, coupons: [{ couponId, offCents: 1_000 }] }),
        await sold(3, { memberId, storedCents: 6_000 }),
        await sold(4, { happenedAt: new Date(testAt.getTime() + dayMs) }), // by the till's clock
      ])
      // One till is closed for the day before its queue arrives.
      if (till === tills[0])
        await endMadeShift(work.as(shift.actor, new Date(testAt.getTime() + 60_000)), shift.shiftId)
    }
    await work.send(sql`
      insert into stock.on_hand (merchant_id, store_id, item_id, quantity_milli)
      values (${work.merchantId}, ${storeId}, ${lastOne}, 1000)`)
    return { options, run, memberId, lastOne, tills, queues }
  })
}

type HandIn = (shop: Shop, till: number, sales: readonly OfflineSale[]) => Promise<unknown>

/** Hands sales in as the server does; with `isCut` the connection breaks before the till is told. */
async function book(
  { options, tills }: Shop,
  till: number,
  sales: readonly OfflineSale[],
  { by = database, isCut = false } = {},
): Promise<void> {
  const { deviceId } = tills[till]!
  const later = { ...options, at: new Date(testAt.getTime() + 3_600_000) }
  await inRetriedTransaction(by, later, async (work) => {
    const device = await pastDevice(work, deviceId)
    await bookOfflineSales(work, device!, { deviceId, sales, rescuedBy: null })
    if (isCut) await cutOff(work)
  })
}

const careless = databaseWithoutLocks(database)
const withoutAnyLock: HandIn = (shop, till, sales) => book(shop, till, sales, { by: careless })
/** A till that makes up a new id with each try. */
const withNewIds: HandIn = (shop, till, sales) =>
  book(
    shop,
    till,
    sales.map((sale) => ({ ...sale, saleId: newId() })),
  )

/**
 * Both tills hand in at once: whole and in reverse, in parts, again; each first over a connection that breaks before it is told. How
 * many of the others broke as well.
 */
async function handInAtOnce(shop: Shop, handIn: HandIn): Promise<number> {
  const cut = shop.queues.map((queue, till) => book(shop, till, queue, { isCut: true }).catch(() => undefined))
  const attempts = shop.queues.flatMap((queue, till) =>
    [queue, queue.toReversed(), queue.slice(0, 2), queue.slice(1)].map((sales) => handIn(shop, till, sales)),
  )
  const outcomes = await Promise.allSettled(attempts)
  await Promise.all(cut)
  // What failed on the way stays in the queue and is sent until it is there.
  for (const [till, queue] of shop.queues.entries()) await handIn(shop, till, queue).catch(() => undefined)
  return outcomes.filter(({ status }) => status === 'rejected').length
}

/** What the books say in the end. */
async function verdictOf({ run, memberId, lastOne, queues }: Shop) {
  return run(async (work) => {
    const sales = await work.send<{ id: string; receiptNumber: string; shiftId: string | null }>(sql`
      select id, receipt_number, shift_id from cashier.sale where merchant_id = ${work.merchantId}`)
    const conflicts = await work.send<{ kind: string; count: number }>(sql`
      select kind, count(*) as count from cashier.sale_conflict where merchant_id = ${work.merchantId}
       group by kind order by kind`)
    const [shelf] = await work.send<{ quantityMilli: number }>(sql`
      select quantity_milli from stock.on_hand where merchant_id = ${work.merchantId} and item_id = ${lastOne}`)
    const numbers = queues.flat().map(({ receiptNumber }) => receiptNumber)
    const { storedCents } = await holdings(work, memberId)
    return {
      sales: sales.length,
      isEachThere: queues.flat().every(({ saleId }) => sales.some(({ id }) => id === saleId)),
      numbersKept: numbers.filter((number) => sales.filter((sale) => sale.receiptNumber === number).length === 1)
        .length,
      withoutShift: sales.filter(({ shiftId }) => shiftId === null).length,
      conflicts: Object.fromEntries(conflicts.map(({ kind, count }) => [kind, count])),
      shelfMilli: shelf?.quantityMilli,
      storedCents,
      isLedgerSound: (await verifyLedger(work)).ok,
    }
  })
}

const expected = {
  broken: 0,
  sales: 8,
  isEachThere: true,
  numbersKept: 8,
  withoutShift: 4,
  conflicts: { balance_short: 1, clock_wrong: 2, coupon_used: 1, shift_closed: 3, stock_short: 1 },
  shelfMilli: -1_000,
  storedCents: 0,
  isLedgerSound: true,
}

async function outcomeOf(handIn: HandIn) {
  const shop = await makeTwoTills()
  const broken = await handInAtOnce(shop, handIn)
  return { broken, ...(await verdictOf(shop)) }
}

test('two tills that sold the same hand in at once, twice, reversed, in parts, over lines that break: each sale is there once, and who decides sees the rest', async () => {
  for (let round = 0; round < 3; round++) assert.deepEqual(await outcomeOf(book), expected)
})

test('the queue of a till that was signed out and revoked meanwhile arrives as well', async () => {
  const shop = await makeTwoTills()
  await shop.run((work) => revokeDevice(work, { deviceId: shop.tills[1]!.deviceId }))
  await handInAtOnce(shop, book)
  const { sales, isEachThere, numbersKept, conflicts } = await verdictOf(shop)
  assert.deepEqual({ sales, isEachThere, numbersKept }, { sales: 8, isEachThere: true, numbersKept: 8 })
  assert.equal(conflicts['device_revoked'], 4)
})

test('the check sees a server that locks nothing', async () => {
  assert.ok(await isSeenWithin(10, async () => !isDeepStrictEqual(await outcomeOf(withoutAnyLock), expected)))
})

test('the check sees a till that gives a sale another id with each try', async () => {
  assert.notDeepEqual(await outcomeOf(withNewIds), expected)
})
