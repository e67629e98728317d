import assert from 'node:assert/strict'
import { setTimeout } from 'node:timers/promises'
import { test } from 'node:test'
import { sql } from 'kysely'
import { inTransaction } from '#platform/transaction.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { Refused } from '#shared/refusal.ts'
import { makeCommittedShop } from '#testing/make-merchant.ts'
import { countCash, endMadeShift, makeShift, tillActor } from '#testing/make-shift.ts'
import { type TillSale, writeTillRecords } from '#testing/make-till-records.ts'
import { committed, testAt, testDatabase } from '#testing/work.ts'
import { openShift } from './open-shift.ts'
import { takingShiftOf } from './lock-shifts.ts'

const tenFen: TillSale = {
  discountCents: 0,
  manualDiscountCents: 0,
  waiverCents: 0,
  tenders: [{ kind: 'other', method: 'wechat', amountCents: 10, roundingCents: 0, changeCents: 0 }],
  lines: [{ rateBps: 0, netCents: 10, taxCents: 0 }],
  refund: null,
}

type Taking = (work: Work, storeId: string) => Promise<string | null>

/** The planted bug: finds the open shift and holds nothing. */
const withoutLock: Taking = async (work, storeId) => {
  const [shift] = await work.send<{ id: string }>(sql`
    select id from cashier.shift where merchant_id = ${work.merchantId} and store_id = ${storeId} and closed_at is null`)
  if (!shift) throw new Refused('shift_not_open')
  return shift.id
}

/** Counts and closes again while sales that nothing holds back overtake the count. */
async function closeAtLast(close: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await close()
      return
    } catch (error) {
      if (!(error instanceof Refused) || error.code !== 'shift_count_outdated') throw error
    }
  }
}

const salesInFlight = 4
const salesAfter = 2

/**
 * Sales of one till while its shift closes: some hold the shift when the close begins and write only when it is done or waits for
 * them, some come after. How many the till took and refused, and how many the Z report sums.
 */
async function closeAmongSales(taking: Taking): Promise<{ taken: number; refused: number; summed: number }> {
  const { merchantId, storeId } = await makeCommittedShop()
  const actor = tillActor(newId())
  const { shiftId } = await committed(merchantId, (work) => makeShift(work, { storeId, actor }))
  const run = <T>(body: (work: Work) => Promise<T>) =>
    inTransaction(testDatabase(), { merchantId, actor, at: testAt }, body)
  const begun = Promise.withResolvers<void>()
  const closing = begun.promise.then(() => closeAtLast(() => run((work) => endMadeShift(work, shiftId))))
  let holding = 0
  const inFlight = Array.from({ length: salesInFlight }, () =>
    run(async (work) => {
      const held = await taking(work, storeId)
      if (++holding === salesInFlight) begun.resolve()
      await Promise.race([closing, setTimeout(300)])
      await writeTillRecords(work, { storeId, shiftId: held }, { sales: [tenFen], topUps: [] })
    }),
  )
  const after = Array.from({ length: salesAfter }, () =>
    begun.promise.then(() =>
      run(async (work) =>
        writeTillRecords(work, { storeId, shiftId: await taking(work, storeId) }, { sales: [tenFen], topUps: [] }),
      ),
    ),
  )
  const sales = [...inFlight, ...after]
  const [outcomes] = await Promise.all([Promise.allSettled(sales), closing])
  const refused = outcomes.filter(({ status }) => status === 'rejected').length
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') assert.equal((outcome.reason as Refused).code, 'shift_not_open')
  }
  const [row] = await committed(merchantId, (work) =>
    work.send<{ taken: number; summed: number }>(sql`
      select (select count(*) from cashier.sale where merchant_id = ${merchantId} and shift_id = ${shiftId}) as taken,
             cardinality(z.sale_ids) as summed
        from cashier.z_report z where z.merchant_id = ${merchantId} and z.shift_id = ${shiftId}`),
  )
  return { ...row!, refused }
}

test('a sale in flight while its shift closes is in the Z report or refused, never lost between', async () => {
  for (let round = 0; round < 5; round++) {
    const { taken, refused, summed } = await closeAmongSales(takingShiftOf)
    assert.equal(summed, taken)
    assert.equal(taken + refused, salesInFlight + salesAfter)
    assert.ok(taken >= salesInFlight)
  }
})

test('the check catches a sale path that does not hold the shift', async () => {
  const { taken, summed } = await closeAmongSales(withoutLock)
  assert.ok(taken - summed >= salesInFlight, 'sales slipped in behind the close')
})

test('a till opened at two screens at once has one shift', async () => {
  const { merchantId, storeId } = await makeCommittedShop()
  const actor = tillActor(newId())
  const open = () =>
    inTransaction(testDatabase(), { merchantId, actor, at: testAt }, (work) =>
      openShift(work, { shiftId: newId(), storeId, openingCents: 0 }),
    )
  const outcomes = await Promise.allSettled([open(), open(), open(), open()])

  assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1)
})

test('two people who close a shift at once write one Z report', async () => {
  const { merchantId, storeId } = await makeCommittedShop()
  const actor = tillActor(newId())
  const { shiftId } = await committed(merchantId, (work) => makeShift(work, { storeId, actor }))
  const close = () =>
    inTransaction(testDatabase(), { merchantId, actor, at: testAt }, async (work) => {
      await countCash(work, shiftId, 0)
      return endMadeShift(work, shiftId)
    })
  const outcomes = await Promise.allSettled([close(), close(), close()])

  const codes = outcomes.flatMap((each) => (each.status === 'rejected' ? [(each.reason as Refused).code] : []))
  assert.deepEqual(codes, ['shift_closed', 'shift_closed'])
})
