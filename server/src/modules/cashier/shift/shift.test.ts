import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { makeDevice, makeShop, makeUser } from '#testing/make-merchant.ts'
import { countCash, endMadeShift, makeShift, tillActor } from '#testing/make-shift.ts'
import { inWork } from '#testing/work.ts'
import { newId } from '#shared/ids.ts'
import { closeShift, handOverShift, rescueShift } from './close-shift.ts'
import { countShift } from './count-shift.ts'
import { moveDrawer } from './move-drawer.ts'
import { openShift } from './open-shift.ts'
import { changeShiftPolicy } from './shift-policy.ts'
import { readZReports } from './z-queries.ts'

const moved = (shiftId: string, kind: 'paid_in' | 'paid_out', amountCents: number) => ({
  movementId: newId(),
  shiftId,
  kind,
  amountCents,
  reason: '备用金',
})

test(
  'float and movements are what the drawer should hold; the Z report keeps the difference',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    const { shiftId, till } = await makeShift(work, { storeId, openingCents: 50_000 })
    await moveDrawer(till, moved(shiftId, 'paid_in', 10_000))
    await moveDrawer(till, moved(shiftId, 'paid_out', 2_500))
    await moveDrawer(till, { movementId: newId(), shiftId, kind: 'opened', amountCents: 0, reason: '换零' })
    const denominations = [
      { valueCents: 10_000, pieces: 5 },
      { valueCents: 1_000, pieces: 7 },
      { valueCents: 10, pieces: 0 },
    ]
    const count = await countShift(till, { countId: newId(), shiftId, denominations, tenders: [] })

    assert.equal(count.cashCents, 57_000)
    assert.equal(count.varianceCents, 500)
    assert.deepEqual(count.needs, { note: true, approval: false })
    const input = { shiftId, countId: count.countId, leftCents: 50_000, unsyncedSales: 0 }
    await assert.rejects(closeShift(till, input), { code: 'shift_note_needed' })
    const closed = await closeShift(till, { ...input, note: '少了五元' })
    const report = (await readZReports(work, [shiftId])).get(shiftId)!

    assert.equal(closed.number, 1)
    assert.deepEqual(report.figures.drawer, {
      openingCents: 50_000,
      paidInCents: 10_000,
      paidOutCents: 2_500,
      openedCount: 1,
    })
    assert.equal(report.varianceCents, 500)
    assert.deepEqual(work.emitted.slice(-2), ['shift.opened', 'shift.closed'])
  }),
)

test(
  'a till has one open shift, and its Z reports count on without gaps',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    const { shiftId, till, actor } = await makeShift(work, { storeId })

    await assert.rejects(openShift(till, { shiftId: newId(), storeId, openingCents: 0 }), {
      code: 'shift_already_open',
    })
    const numbers = [(await endMadeShift(till, shiftId)).number]
    for (let i = 0; i < 2; i++) {
      const { shiftId: next } = await makeShift(work, { storeId, actor })
      numbers.push((await endMadeShift(till, next)).number)
    }
    const other = await makeShift(work, { storeId })
    assert.deepEqual(numbers, [1, 2, 3])
    assert.equal((await endMadeShift(other.till, other.shiftId)).number, 1)
  }),
)

test(
  'what was counted before the drawer moved again is counted again',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    const { shiftId, till } = await makeShift(work, { storeId, openingCents: 1_000 })
    const { countId } = await countCash(till, shiftId, 1_000)
    await moveDrawer(till, moved(shiftId, 'paid_in', 500))
    const input = { shiftId, countId, leftCents: 0, unsyncedSales: 0 }

    await assert.rejects(closeShift(till, input), { code: 'shift_count_outdated' })
    const again = await countCash(till, shiftId, 1_500)
    assert.equal(again.countNo, 2)
    await assert.rejects(closeShift(till, input), { code: 'shift_count_outdated' })
    await closeShift(till, { ...input, countId: again.countId })
  }),
)

test(
  'a difference above the limit needs a manager; sales still on the till keep the shift open',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    await changeShiftPolicy(work, storeId, {
      isShiftRequired: true,
      isCountBlind: true,
      noteAboveCents: 100,
      approvalAboveCents: 1_000,
    })
    const actor = tillActor(newId(), ['shift.approve', 'shift.rescue'])
    const { shiftId, till } = await makeShift(work, { storeId, openingCents: 5_000, actor })
    const { countId } = await countCash(till, shiftId, 3_000)
    const input = { shiftId, countId, leftCents: 0, unsyncedSales: 0, note: '不明' }

    await assert.rejects(closeShift(till, { ...input, unsyncedSales: 2 }), { code: 'shift_unsynced' })
    await assert.rejects(closeShift(till, input), {
      code: 'shift_approval_needed',
      details: { permission: 'shift.approve', amountCents: 2_000 },
    })
    await assert.rejects(closeShift(till, { ...input, leftCents: 3_001 }), { code: 'left_exceeds_count' })
    const small = await countCash(till, shiftId, 4_900)
    assert.equal((await closeShift(till, { ...input, countId: small.countId })).varianceCents, 100)
  }),
)

test(
  'handed over, the till waits for the person named, with the cash that was counted',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    const { actor: receiver } = await makeUser(work, { permissions: ['shift.open', 'shift.close'] })
    const { shiftId, till, actor } = await makeShift(work, { storeId, openingCents: 20_000 })
    const { countId } = await countCash(till, shiftId, 20_000)
    const input = { shiftId, countId, unsyncedSales: 0 }

    await assert.rejects(handOverShift(till, { ...input, toUserId: newId() }), { code: 'user_not_found' })
    await handOverShift(till, { ...input, toUserId: receiver.userId })
    const stranger = work.as(tillActor(actor.deviceId!, ['shift.rescue']), work.at)
    const next = { shiftId: newId(), storeId, openingCents: 20_000 }
    await assert.rejects(openShift(stranger, next), { code: 'shift_handed_to_other' })
    const taker = work.as({ ...receiver, deviceId: actor.deviceId }, work.at)
    await assert.rejects(openShift(taker, { ...next, openingCents: 19_000 }), { code: 'shift_note_needed' })
    await openShift(taker, next)
    const [taken] = await work.send<{ handedFrom: string }>(
      sql`select handed_from from cashier.shift where merchant_id = ${work.merchantId} and id = ${next.shiftId}`,
    )
    assert.equal(taken!.handedFrom, shiftId)
    assert.ok(work.emitted.includes('shift.handed_over'))
  }),
)

test(
  'the shift of a till that is gone is closed by a manager elsewhere, without a count',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    const { deviceId } = await makeDevice(work, storeId)
    const { shiftId } = await makeShift(work, { storeId, openingCents: 1_000, actor: tillActor(deviceId) })
    const cashier = work.as(tillActor(newId(), ['shift.rescue']), work.at)

    await assert.rejects(countCash(cashier, shiftId, 1_000), { code: 'shift_elsewhere' })
    const rescued = await rescueShift(work.as(tillActor(newId()), work.at), { shiftId, reason: '平板丢失' })
    assert.deepEqual(rescued, { shiftId, number: 1, varianceCents: null, leftCents: null })
    await assert.rejects(countCash(cashier, shiftId, 1_000), { code: 'shift_closed' })
  }),
)

test(
  'a clock that is set back while a shift is open makes it no shorter than nothing',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    const { shiftId, till, actor } = await makeShift(work, { storeId })
    await endMadeShift(work.as(actor, new Date(till.at.getTime() - 3_600_000)), shiftId)
    const [shift] = await work.send<{ openedAt: Date; closedAt: Date }>(sql`
      select opened_at, closed_at from cashier.shift where merchant_id = ${work.merchantId} and id = ${shiftId}`)
    assert.equal(shift?.closedAt.toISOString(), shift?.openedAt.toISOString())
  }),
)
