import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { verifyLedger } from '#modules/ledger/verify-ledger.ts'
import { newId } from '#shared/ids.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { makePass, makePlan } from '#testing/make-pass.ts'
import { inWork, staffActor, testAt, type TestWork } from '#testing/work.ts'
import { askForTime, callOff, callOffOwn, confirmBooking, settleAbsence } from './book-time.ts'
import { freezePass, previewFreeze } from './freeze-pass.ts'
import { consumeHold } from './hold-pass.ts'
import type { BookingTerms } from './plan-types.ts'
import { bookingSweep } from './settle-bookings.ts'
import { bookingRows, bookingsOf, openBookings } from './show-bookings.ts'
import { showPass } from './show-passes.ts'

const hourMs = 3_600_000
const inHours = (hours: number) => new Date(testAt.getTime() + hours * hourMs)
const later = (work: TestWork, hours: number) => work.as(work.actor, inHours(hours))

/** A member with a pass of ten visits whose plan says this of bookings, and a time that they asked for. */
async function booked(
  work: TestWork,
  booking: BookingTerms | undefined,
  there?: { storeId: string },
  terms: Parameters<typeof makePlan>[1] = {},
) {
  const { storeId } = there ?? (await makeShop(work))
  const { id: memberId } = await makeMember(work)
  const pass = await makePass(work, { storeId, memberId, plan: await makePlan(work, { ...terms, booking }) })
  const { bookingId } = await askForTime(work, {
    ...{ bookingId: newId(), passId: pass.passId, componentId: pass.componentIds[0]!, storeId, memberId },
    startsAt: inHours(48),
  })
  const given = { bookingId, useId: newId() }
  const off = (at: number, mayCount: boolean) => callOffOwn(later(work, at), { ...given, memberId, mayCount })
  const stands = async () => {
    const [mine] = (await bookingsOf(work, memberId)).items
    const { components, endsDay } = await showPass(work, pass.passId)
    return { state: mine!.state, left: components[0]!.leftUnits, used: components[0]!.usedUnits, endsDay }
  }
  return { storeId, memberId, pass, bookingId, given, off, stands }
}

const counts = { freeHours: 24, absence: 'counts' } as const
const returned = { freeHours: 24, absence: 'returned' } as const

suite('what a plan says of bookings', () => {
  test(
    'called off in time it costs nothing; later the member is told first, and then the visit counts',
    inWork(async (work) => {
      const { bookingId, memberId, off, stands } = await booked(work, counts)
      await confirmBooking(work, bookingId)
      const seen = async (hours: number) => (await bookingsOf(later(work, hours), memberId)).items[0]!
      assert.deepEqual([(await seen(24)).isLate, (await seen(25)).isLate], [false, true])
      assert.equal((await seen(0)).freeUntilAt, inHours(24).toISOString())
      await assert.rejects(off(25, false), { code: 'booking_late' })
      assert.equal((await stands()).state, 'confirmed')
      assert.equal((await off(25, true)).counts, true)
      const { state, left, used } = await stands()
      assert.deepEqual([state, left, used], ['late', 9, 1])
      assert.ok((await verifyLedger(work)).ok)
    }),
  )

  test(
    'a visit called off too late counts, and nobody came: that day may rest, and a period waits on for its first use',
    inWork(async (work) => {
      const ill = await booked(work, counts)
      const { bookingId, pass, off, stands } = ill
      await confirmBooking(work, bookingId)
      await off(25, true)
      const wish = { fromDay: '2026-03-02', untilDay: '2026-03-08' }
      const at = later(work, 25)
      const quote = await previewFreeze(at, pass.passId, wish)
      assert.deepEqual([quote.days, quote.bookingIds], [7, []])
      const given = { passId: pass.passId, freezeId: newId(), reason: '生病', fingerprint: quote.fingerprint }
      await freezePass(at, { ...wish, ...given })
      const { left, used, endsDay } = await stands()
      assert.deepEqual([left, used, endsDay], [9, 1, quote.endsDay])

      const waiting = await booked(work, counts, ill, { activation: { kind: 'first_use', latestDays: 60 } })
      await confirmBooking(work, waiting.bookingId)
      await waiting.off(25, true)
      const { startsDay, state } = await showPass(at, waiting.pass.passId)
      assert.deepEqual([startsDay, state], [null, 'unstarted'])
      assert.ok((await verifyLedger(work)).ok)
    }),
  )

  test(
    'up to the last free moment it is given back, and a time that the shop never said yes to binds nobody',
    inWork(async (work) => {
      const inTime = await booked(work, counts)
      await confirmBooking(work, inTime.bookingId)
      assert.equal((await inTime.off(24, false)).counts, false)
      const unanswered = await booked(work, counts, inTime)
      assert.equal((await unanswered.off(47, false)).counts, false)
      assert.deepEqual([(await inTime.stands()).left, (await unanswered.stands()).left], [10, 10])
    }),
  )

  test(
    'on the telephone it is as on the phone; only who may take uses back lets it off',
    inWork(async (work) => {
      const { bookingId, storeId, given, stands } = await booked(work, counts)
      await confirmBooking(work, bookingId)
      const at = inHours(30)
      const counter = work.as(staffActor(['passes.read', 'passes.use'], [storeId]), at)
      const manager = work.as(staffActor(['passes.read', 'passes.use', 'passes.undo'], [storeId]), at)
      const wish = { ...given, mayCount: true, isForgiven: true }
      await assert.rejects(callOff(counter, wish), { code: 'not_allowed' })
      assert.equal((await callOff(manager, wish)).counts, false)
      assert.deepEqual(await stands().then(({ state, left }) => [state, left]), ['released_by_member', 10])
    }),
  )

  test(
    'who did not come has the visit counted or given back as the plan says; against it only by who may take uses back',
    inWork(async (work) => {
      const counted = await booked(work, counts)
      const [forgiven, back] = [await booked(work, counts, counted), await booked(work, returned, counted)]
      for (const { bookingId } of [counted, forgiven, back]) await confirmBooking(work, bookingId)
      const settle = (of: typeof counted, isForgiven: boolean, permissions: string[]) =>
        settleAbsence(work.as(staffActor(permissions, [of.storeId]), inHours(49)), { ...of.given, isForgiven })
      assert.equal((await settle(counted, false, ['passes.use'])).counts, true)
      await assert.rejects(settle(forgiven, true, ['passes.use']), { code: 'not_allowed' })
      assert.equal((await settle(forgiven, true, ['passes.use', 'passes.undo'])).counts, false)
      assert.equal((await settle(back, false, ['passes.use'])).counts, false)
      const states = await Promise.all([counted, forgiven, back].map(async ({ stands }) => (await stands()).state))
      assert.deepEqual(states, ['missed', 'released_absent', 'released_absent'])
      const lefts = await Promise.all([counted, forgiven, back].map(async ({ stands }) => (await stands()).left))
      assert.deepEqual(lefts, [9, 10, 10])
    }),
  )

  test(
    'where the plan says nothing, anybody at the counter may give an absence back',
    inWork(async (work) => {
      const { bookingId, storeId, given, stands } = await booked(work, undefined)
      await confirmBooking(work, bookingId)
      const counter = work.as(staffActor(['passes.use'], [storeId]), inHours(49))
      assert.equal((await settleAbsence(counter, { ...given, isForgiven: true })).counts, false)
      assert.equal((await stands()).left, 10)
    }),
  )

  test(
    'nobody is marked as having come before the day of the booking',
    inWork(async (work) => {
      const { bookingId, given, stands } = await booked(work, counts)
      await confirmBooking(work, bookingId)
      await assert.rejects(consumeHold(later(work, 20), given), { code: 'booking_not_today' })
      const rows = async (hours: number) =>
        bookingRows(later(work, hours), await openBookings(work, { state: 'confirmed', storeId: null }, null, 1))
      assert.deepEqual([(await rows(20))[0]!.mayHaveCome, (await rows(46))[0]!.mayHaveCome], [false, true])
      await consumeHold(later(work, 46), given) // two hours early, on the day
      assert.equal((await stands()).state, 'consumed')
    }),
  )
})

suite('bookings that nobody settled', () => {
  const run = async (work: TestWork, hours: number) => {
    const now = later(work, hours)
    return bookingSweep.run(now)
  }

  test(
    'a time that the shop never answered is given back when it begins, and the pass lasts longer',
    inWork(async (work) => {
      const { stands } = await booked(work, counts)
      const { endsDay } = await stands()
      assert.deepEqual(await run(work, 47), inHours(48))
      assert.equal((await stands()).state, 'asked')
      assert.equal(await run(work, 48), null)
      const after = await stands()
      assert.deepEqual([after.state, after.left], ['released_by_shop', 10])
      assert.ok(after.endsDay! > endsDay!)
    }),
  )

  test(
    'two days after its time a booking goes by its plan; where the plan says nothing it waits for staff',
    inWork(async (work) => {
      const counted = await booked(work, counts)
      const [back, silent] = [await booked(work, returned, counted), await booked(work, undefined, counted)]
      for (const { bookingId } of [counted, back, silent]) await confirmBooking(work, bookingId)
      assert.deepEqual(await run(work, 95), inHours(96))
      await run(work, 96)
      const stood = await Promise.all([counted, back, silent].map(async ({ stands }) => await stands()))
      assert.deepEqual(
        stood.map(({ state, left }) => [state, left]),
        [
          ['missed', 9],
          ['released_absent', 10],
          ['confirmed', 9],
        ],
      )
      assert.equal(await run(work, 97), null)
      assert.ok((await verifyLedger(work)).ok)
    }),
  )
})
