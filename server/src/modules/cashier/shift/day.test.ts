import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OpenWork } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { refuse } from '#shared/refusal.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { endMadeShift, makeShift, tillActor } from '#testing/make-shift.ts'
import { type TillSale, writeTillRecords } from '#testing/make-till-records.ts'
import { inWork } from '#testing/work.ts'
import { closeDay, previewDay } from './close-day.ts'
import { countOrphans, readDayClose } from './day-queries.ts'
import { checkDay } from './day-rules.ts'
import { sumFigures } from './figure-rules.ts'
import { readZReports } from './z-queries.ts'

const cashSale = (cents: number): TillSale => ({
  discountCents: 0,
  manualDiscountCents: 0,
  waiverCents: 0,
  tenders: [{ kind: 'cash', method: null, amountCents: cents, roundingCents: 0, changeCents: 0 }],
  lines: [{ rateBps: 600, netCents: cents, taxCents: 5 }],
  refund: null,
})
const topUp = (cents: number) => ({
  bonusCents: 100,
  tenders: [{ kind: 'other', method: 'wechat', amountCents: cents }],
  refund: { kind: 'cash', method: null, paidCents: 50 },
})
const day = '2026-03-01'
const hoursLater = (work: OpenWork, hours: number) =>
  work.as(work.actor, new Date(work.at.getTime() + hours * 3_600_000))

test(
  'a day is the sum of its shifts and of what was sold without one, each gathered once',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    const shifts = []
    for (const cents of [1_000, 2_000]) {
      const { shiftId, till } = await makeShift(work, { storeId, openingCents: 500 })
      await writeTillRecords(work, { storeId, shiftId }, { sales: [cashSale(cents)], topUps: [topUp(9_000)] })
      await endMadeShift(till, shiftId)
      shifts.push(shiftId)
    }
    await writeTillRecords(work, { storeId, shiftId: null }, { sales: [cashSale(70)], topUps: [topUp(800)] })
    await writeTillRecords(
      work,
      { storeId, shiftId: null, businessDay: '2026-02-27' },
      { sales: [cashSale(1)], topUps: [] },
    )
    const preview = await previewDay(work, { storeId })
    const { dayCloseId, netCents } = await closeDay(work, { dayCloseId: newId(), storeId, day })
    const close = (await readDayClose(work, dayCloseId))!
    const reports = await readZReports(work, shifts)

    assert.equal(preview.blocked, null)
    assert.deepEqual(preview.figures, close.figures)
    assert.equal(netCents, 3_070)
    assert.deepEqual(close.figures, sumFigures([...shifts.map((id) => reports.get(id)!.figures), close.orphanFigures!]))
    assert.equal(close.orphanFigures!.sales.netCents, 70)
    assert.equal(await countOrphans(work, dayCloseId), 3)
    assert.deepEqual(close.shiftIds, shifts)
    assert.equal(work.emitted.at(-1), 'day.closed')
  }),
)

test(
  'a closed day stays closed; what comes late goes with the next one',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    await writeTillRecords(work, { storeId, shiftId: null }, { sales: [cashSale(100)], topUps: [] })
    await closeDay(work, { dayCloseId: newId(), storeId, day })
    await assert.rejects(closeDay(work, { dayCloseId: newId(), storeId, day }), { code: 'day_already_closed' })

    const late = hoursLater(work, 1)
    await writeTillRecords(late, { storeId, shiftId: null }, { sales: [cashSale(30)], topUps: [] })
    const { shiftId, till } = await makeShift(late, { storeId, openingCents: 0, actor: tillActor(newId()) })
    await endMadeShift(till, shiftId)
    const tomorrow = hoursLater(work, 20)
    const next = await closeDay(tomorrow, { dayCloseId: newId(), storeId, day: '2026-03-02' })

    assert.equal(next.number, 2)
    assert.equal(next.netCents, 30)
    assert.deepEqual((await readDayClose(work, next.dayCloseId))!.shiftIds, [shiftId])
  }),
)

test(
  'an open shift keeps its day open',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    const { shiftId, till } = await makeShift(work, { storeId })
    const close = () => closeDay(work, { dayCloseId: newId(), storeId, day })

    await assert.rejects(close(), { code: 'day_shift_open', details: { count: 1 } })
    await endMadeShift(till, shiftId)
    assert.equal((await close()).number, 1)
  }),
)

test('days close in order, and none before its time', () => {
  const state = { day: '2026-03-03', today: '2026-03-03', lastClosedDay: '2026-03-01', shifts: [], orphans: [] }
  const at = (businessDay: string, isOpen = false) => ({ businessDay, isOpen })

  assert.equal(checkDay(state), true)
  assert.deepEqual(checkDay({ ...state, day: '2026-03-04' }), refuse('day_not_begun', { day: '2026-03-04' }))
  assert.deepEqual(checkDay({ ...state, day: '2026-03-01' }), refuse('day_already_closed', { day: '2026-03-01' }))
  assert.deepEqual(
    checkDay({ ...state, shifts: [at('2026-03-03'), at('2026-03-02')] }),
    refuse('day_earlier_open', { day: '2026-03-02' }),
  )
  assert.deepEqual(
    checkDay({ ...state, orphans: [{ businessDay: '2026-03-02' }] }),
    refuse('day_earlier_open', { day: '2026-03-02' }),
  )
  // What arrives for a day already closed goes with this one.
  assert.equal(checkDay({ ...state, orphans: [{ businessDay: '2026-02-28' }] }), true)
  assert.deepEqual(checkDay({ ...state, shifts: [at('2026-03-03', true)] }), refuse('day_shift_open', { count: 1 }))
})
