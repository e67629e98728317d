import assert from 'node:assert/strict'
import { before, suite, test } from 'node:test'
import { verifyLedger } from '#modules/ledger/verify-ledger.ts'
import type { App } from '#platform/http.ts'
import { newId } from '#shared/ids.ts'
import { testApp } from '#testing/app.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeMemberSession } from '#testing/make-member-session.ts'
import { caller, makeCommittedShop, makeShop, signIn } from '#testing/make-merchant.ts'
import { makeComponent, makePass, makePlan } from '#testing/make-pass.ts'
import { makeProgramme, programmeTerms } from '#testing/make-tiers.ts'
import { committed, inWork, staffActor, testAt, type TestWork } from '#testing/work.ts'
import { askForTime, callOffOwn, confirmBooking, settleAbsence } from './book-time.ts'
import { mostOpenBookings } from './booking-rules.ts'
import { setFamily } from './change-pass.ts'
import { freezePass, previewFreeze } from './freeze-pass.ts'
import { consumeHold, releaseHold } from './hold-pass.ts'
import { bookingRows, bookingsOf, openBookings, placeOf } from './show-bookings.ts'
import { pageBookings } from './booking-queries.ts'
import { showPass } from './show-passes.ts'

const hourMs = 3_600_000
const later = (work: TestWork, hours: number) => work.as(work.actor, new Date(testAt.getTime() + hours * hourMs))

async function holder(work: TestWork, given: Parameters<typeof makePlan>[1] = {}) {
  const { storeId } = await makeShop(work)
  const { id: memberId } = await makeMember(work)
  const pass = await makePass(work, { storeId, memberId, plan: await makePlan(work, given) })
  const ask = (hours: number, more: { memberId?: string; staffGrade?: string } = {}) =>
    askForTime(work, {
      ...{ bookingId: newId(), passId: pass.passId, componentId: pass.componentIds[0]!, storeId, memberId, ...more },
      startsAt: new Date(testAt.getTime() + hours * hourMs),
    })
  const off = (bookingId: string, by = memberId) =>
    callOffOwn(work, { bookingId, memberId: by, useId: newId(), mayCount: false })
  const states = async () => (await bookingsOf(work, memberId)).items.map(({ state }) => state)
  const left = async () => (await showPass(work, pass.passId)).components[0]!.leftUnits
  return { storeId, memberId, pass, ask, off, states, left }
}

suite('members ask for a time', () => {
  test(
    'a visit is kept from the moment of asking; the shop says yes, and who comes has it spent',
    inWork(async (work) => {
      const { ask, states, left } = await holder(work)
      const { bookingId } = await ask(24)
      assert.deepEqual([await states(), await left()], [['asked'], 9])
      await confirmBooking(work, bookingId)
      assert.deepEqual(await states(), ['confirmed'])
      await assert.rejects(confirmBooking(work, bookingId), { code: 'booking_confirmed_before' })
      await consumeHold(later(work, 24), { bookingId, useId: newId() })
      assert.deepEqual([await states(), await left()], [['consumed'], 9])
      assert.ok((await verifyLedger(work)).ok)
    }),
  )

  test(
    'called off by the member it is theirs again; called off by the shop the pass lasts longer as well',
    inWork(async (work) => {
      const { ask, off, states, left, pass } = await holder(work)
      const { endsDay } = await showPass(work, pass.passId)
      const first = await ask(24)
      assert.equal((await off(first.bookingId)).extendedDays, 0)
      const second = await ask(48)
      await releaseHold(work, { bookingId: second.bookingId, by: 'shop' })
      assert.deepEqual(await states(), ['released_by_shop', 'released_by_member'])
      assert.equal(await left(), 10)
      assert.notEqual((await showPass(work, pass.passId)).endsDay, endsDay)
    }),
  )

  test(
    'once it has begun nobody calls it off by themselves, and who did not come has the visit counted only then',
    inWork(async (work) => {
      const { ask, states, left, memberId } = await holder(work)
      const { bookingId } = await ask(24)
      const absent = (hours: number) => settleAbsence(later(work, hours), { bookingId, useId: newId() })
      await assert.rejects(absent(23), { code: 'booking_not_begun' })
      const given = { bookingId, memberId, useId: newId(), mayCount: true }
      await assert.rejects(callOffOwn(later(work, 24), given), { code: 'booking_in_past' })
      await assert.rejects(confirmBooking(later(work, 25), bookingId), { code: 'booking_in_past' })
      assert.equal((await absent(25)).counts, true)
      assert.deepEqual([await states(), await left()], [['missed'], 9])
    }),
  )

  test(
    'a freeze of the pass calls off what a member asked for inside it, and the visit is theirs again',
    inWork(async (work) => {
      const { ask, states, left, pass } = await holder(work)
      await ask(96)
      const wish = { fromDay: '2026-03-04', untilDay: '2026-03-10' }
      const { fingerprint } = await previewFreeze(work, pass.passId, wish)
      await freezePass(work, { ...wish, passId: pass.passId, freezeId: newId(), reason: '出差', fingerprint })
      assert.deepEqual([await states(), await left()], [['released_by_freeze'], 10])
      await assert.rejects(ask(96), { code: 'pass_frozen' })
    }),
  )

  test(
    'times reach thirty days ahead, and further by the hours of early access that a pass gives',
    inWork(async (work) => {
      const { ask, storeId, memberId } = await holder(work)
      await assert.rejects(ask(30 * 24 + 1), { code: 'booking_too_far' })
      await ask(30 * 24)
      const early = await makePlan(work, { benefits: [{ kind: 'early_access', hours: 48 }] })
      await makePass(work, { storeId, memberId, plan: early })
      await ask(32 * 24)
      await assert.rejects(ask(32 * 24 + 1), { code: 'booking_too_far' })
    }),
  )

  test(
    'a level that opens things earlier reaches as much further ahead as a pass does',
    inWork(async (work) => {
      const { ask } = await holder(work)
      await assert.rejects(ask(30 * 24 + 24), { code: 'booking_too_far' })
      const terms = programmeTerms() // the pass alone makes them silver
      const early = () => ({ kind: 'early_access' as const, benefitId: newId(), hours: 24 })
      await makeProgramme(work, { ...terms, levels: terms.levels.map((level) => ({ ...level, benefits: [early()] })) })
      await ask(30 * 24 + 24)
      await assert.rejects(ask(30 * 24 + 25), { code: 'booking_too_far' })
    }),
  )

  test(
    'not twice for one moment, and not more than so many at a time',
    inWork(async (work) => {
      const { ask } = await holder(work, { components: [makeComponent({ units: 20 })] })
      await ask(24)
      await assert.rejects(ask(24), { code: 'booking_same_time' })
      for (let more = 1; more < mostOpenBookings; more++) await ask(24 + more)
      await assert.rejects(ask(48), { code: 'booking_too_many' })
    }),
  )

  test(
    'the family books for itself; a stranger neither asks on the pass nor calls off what others asked for',
    inWork(async (work) => {
      const { ask, off, pass, memberId } = await holder(work, { family: { maxPeople: 1, unitsPerPerson: 2 } })
      const son = await makeMember(work)
      await assert.rejects(ask(24, { memberId: son.id }), { code: 'pass_of_other_member' })
      await setFamily(work, { passId: pass.passId, memberIds: [son.id] })
      const { bookingId } = await ask(24, { memberId: son.id })
      await assert.rejects(off(bookingId, memberId), { code: 'booking_not_found' })
      await off(bookingId, son.id)
    }),
  )

  test(
    'staff see what waits for them first to come first, with who is served before others, in their own stores only',
    inWork(async (work) => {
      const { ask, storeId } = await holder(work, { benefits: [{ kind: 'priority', level: 3 }] })
      const [late, soon] = [await ask(48), await ask(24)]
      const waiting = () => openBookings(work, { state: 'asked', storeId: null }, null, 10)
      const rows = await bookingRows(work, await waiting())
      assert.deepEqual(
        rows.map(({ id, priority }) => [id, priority]),
        [soon, late].map(({ bookingId }) => [bookingId, 3]),
      )
      const there = work.as(staffActor(['passes.read', 'passes.use'], [newId()]), work.at)
      assert.deepEqual(await pageBookings(there, { state: null, storeId }, null, 10), [])
      await assert.rejects(confirmBooking(there, soon.bookingId), { code: 'store_not_allowed' })
    }),
  )

  test(
    'several wait for one time: a pass or a level with priority comes first, then who asked first, page by page',
    inWork(async (work) => {
      const first = await holder(work)
      const { storeId } = first
      const others = [] as { memberId: string; bookingId: string }[]
      const join = async (plan: Parameters<typeof makePlan>[1] = {}) => {
        const { id: memberId } = await makeMember(work)
        const pass = await makePass(work, { storeId, memberId, plan: await makePlan(work, plan) })
        const bookingId = newId()
        await askForTime(later(work, others.length / 60), {
          ...{ bookingId, passId: pass.passId, componentId: pass.componentIds[0]!, storeId, memberId },
          startsAt: new Date(testAt.getTime() + 24 * hourMs),
        })
        others.push({ memberId, bookingId })
        return bookingId
      }
      const { bookingId: tomorrow } = await first.ask(48)
      const [plain, second] = [await join(), await join()]
      const preferred = await join({ benefits: [{ kind: 'priority', level: 4 }] })
      const pageAfter = async (after: Parameters<typeof openBookings>[2], limit: number) =>
        openBookings(work, { state: 'asked', storeId: null }, after, limit)
      const ids = (rows: readonly { bookingId: string }[]) => rows.map(({ bookingId }) => bookingId)
      const whole = await pageAfter(null, 10)
      assert.deepEqual(ids(whole), [preferred, plain, second, tomorrow])
      const paged: string[] = []
      let after: Parameters<typeof openBookings>[2] = null
      for (;;) {
        const [row] = await pageAfter(after, 1)
        if (!row) break
        paged.push(row.bookingId)
        after = placeOf(row)
      }
      assert.deepEqual(paged, ids(whole))

      const terms = programmeTerms() // a pass alone makes everybody silver: of two alike the earlier one stays first
      const rank = () => ({ kind: 'queue_rank' as const, benefitId: newId(), rank: 7 })
      await makeProgramme(work, { ...terms, levels: terms.levels.map((level) => ({ ...level, benefits: [rank()] })) })
      const byLevel = await pageAfter(null, 10)
      assert.deepEqual([ids(byLevel), byLevel[0]!.priority], [[plain, second, preferred, tomorrow], 7])
    }),
  )
})

suite('bookings over HTTP', () => {
  let app: App
  before(async () => {
    app = await testApp()
  })

  test('a member asks on the phone, the shop says yes, the member reads it and calls it off', async () => {
    const shop = await makeCommittedShop()
    const { pass, headers } = await committed(shop.merchantId, async (work) => {
      const { id: memberId } = await makeMember(work)
      const made = await makePass(work, { storeId: shop.storeId, memberId, plan: await makePlan(work) })
      return { pass: made, headers: await makeMemberSession(work, memberId) }
    })
    const phone = caller(app, headers)
    const owner = await signIn(app, { merchantId: shop.merchantId, userId: shop.ownerId })
    const { body: before } = await phone.call({ url: '/me/bookings' })
    assert.deepEqual([before.items, before.bookable.length], [[], 1])
    const startsAt = new Date(testAt.getTime() + 48 * hourMs).toISOString()
    const [componentId] = pass.componentIds
    const payload = { passId: pass.passId, componentId, storeId: shop.storeId, startsAt }
    const asked = await phone.call({ method: 'POST', url: '/me/bookings', payload })
    assert.equal(asked.status, 201)
    const { bookingId } = asked.body
    const waiting = await owner.call({ url: '/pass-bookings?state=asked' })
    assert.deepEqual(
      waiting.body.items.map(({ id }: { id: string }) => id),
      [bookingId],
    )
    assert.equal((await owner.call({ method: 'POST', url: `/pass-holds/${bookingId}/confirmation` })).status, 200)
    const { body } = await phone.call({ url: '/me/bookings' })
    assert.deepEqual([body.items[0].state, body.items[0].canCallOff], ['confirmed', true])
    const release = { method: 'POST', url: `/me/bookings/${bookingId}/release`, payload: { mayCount: false } } as const
    assert.equal((await phone.call(release)).status, 200)
    const again = await phone.call(release)
    assert.equal(again.body.code, 'booking_settled_before')
  })
})
