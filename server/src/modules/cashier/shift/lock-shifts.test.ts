import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { inWork } from '#testing/work.ts'
import { lockShifts } from './lock-shifts.ts'
import { shiftFor } from './shift-rules.ts'

async function openAt(work: Work, storeId: string, deviceId: string): Promise<string> {
  const id = newId()
  await work.send(sql`
    insert into cashier.shift (merchant_id, id, store_id, device_id, business_day, opened_at, cashier_id, opening_cents)
    values (${work.merchantId}, ${id}, ${storeId}, ${deviceId}, '2026-03-01', ${work.at}, ${newId()}, 0)`)
  return id
}

test(
  'each till finds its own open shift, and a till without one takes no money',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    const [first, second, closed] = [newId(), newId(), newId()]
    const firstShift = await openAt(work, storeId, first)
    const secondShift = await openAt(work, storeId, second)
    const tills = [first, second, closed, null].map((deviceId) => ({ storeId, deviceId }))
    const held = await lockShifts(work, tills)

    assert.deepEqual(
      tills.slice(0, 2).map((till) => shiftFor(held, till)),
      [firstShift, secondShift],
    )
    assert.partialDeepStrictEqual(shiftFor(held, tills[2]!), { code: 'shift_not_open' })
    assert.equal(shiftFor(held, tills[3]!), null)
    assert.equal(shiftFor(held, tills[2]!, { hasHappened: true }), null)
  }),
)

test(
  'a store may run its tills without shifts',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    await work.send(sql`
      insert into cashier.shift_policy (merchant_id, store_id, is_shift_required, is_count_blind, note_above_cents, approval_above_cents)
      values (${work.merchantId}, ${storeId}, false, true, 0, 0)`)
    const till = { storeId, deviceId: newId() }

    assert.equal(shiftFor(await lockShifts(work, [till]), till), null)
  }),
)
