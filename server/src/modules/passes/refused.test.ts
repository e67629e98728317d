import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sell } from '#modules/cashier/sale/sell.ts'
import { identifyMember } from '#modules/members/identify-member.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { Refused } from '#shared/refusal.ts'
import { makeItem } from '#testing/make-item.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { makeComponent, makePass, makePlan, makeUse, passSaleInput } from '#testing/make-pass.ts'
import { makeStoredValue } from '#testing/make-value.ts'
import { inWork, staffActor, testAt, type TestWork } from '#testing/work.ts'
import { cancelPass, previewCancel, restorePass, takeBackCancel } from './cancel-pass.ts'
import { quoteChange } from './change-plan-quote.ts'
import { setFamily, transferPass } from './change-pass.ts'
import { freezePass, previewFreeze, previewThaw, type FreezeInput } from './freeze-pass.ts'
import { holdForBooking, releaseHold } from './hold-pass.ts'
import { checkPin } from './member-pin.ts'
import type { PlanTerms } from './plan-types.ts'
import { agreeToRenewal, renewalSweep } from './renew-pass.ts'
import { changePlan, stopPlan } from './save-plan.ts'
import { showPass } from './show-passes.ts'
import { undoUse } from './use-pass.ts'

const dayMs = 86_400_000
const later = (work: TestWork, days: number) => work.as(work.actor, new Date(testAt.getTime() + days * dayMs))

async function makeHeld(work: Work, terms: Partial<PlanTerms> = {}) {
  const { storeId } = await makeShop(work)
  const { id: memberId } = await makeMember(work)
  const plan = await makePlan(work, terms)
  const pass = await makePass(work, { storeId, memberId, plan })
  return { storeId, memberId, plan, pass, passId: pass.passId }
}

const refused = (doing: Promise<unknown>, code: string, details?: Record<string, unknown>) =>
  assert.rejects(doing, { code, ...(details ? { details } : {}) })

async function freeze(work: Work, passId: string, days: { fromDay: string; untilDay: string }, given = {}) {
  const { fingerprint } = await previewFreeze(work, passId, days)
  const input: FreezeInput = { passId, freezeId: newId(), ...days, fingerprint, reason: '出差', ...given }
  return freezePass(work, input)
}

test(
  'a freeze outside the period, backwards, too often, of a plan without any, or unknown is refused, and the end stays',
  inWork(async (work) => {
    const { passId } = await makeHeld(work, { freeze: { maxDays: 60, maxTimes: 1, minDays: 3, feeCents: 0 } })
    const preview = (fromDay: string, untilDay: string) => previewFreeze(work, passId, { fromDay, untilDay })
    await refused(preview('2026-03-10', '2026-03-09'), 'freeze_days_invalid')
    await refused(preview('2027-03-01', '2027-03-09'), 'freeze_beyond_end', { endsDay: '2027-02-28' })
    await refused(previewThaw(work, passId, newId()), 'freeze_not_found')
    await freeze(work, passId, { fromDay: '2026-03-10', untilDay: '2026-03-14' })
    await refused(preview('2026-04-10', '2026-04-14'), 'freeze_times_used_up', { maxTimes: 1 })
    assert.equal((await showPass(work, passId)).endsDay, '2027-03-05')
    const { id: memberId } = await makeMember(work)
    const { storeId } = await showPass(work, passId)
    const never = await makePass(work, { storeId, memberId, plan: await makePlan(work, { freeze: null }) })
    const days = { fromDay: '2026-03-10', untilDay: '2026-03-14' }
    await refused(previewFreeze(work, never.passId, days), 'freeze_not_allowed')
    const activation = { kind: 'first_use', latestDays: 30 } as const
    const unbegun = await makePass(work, { storeId, memberId, plan: await makePlan(work, { activation }) })
    await refused(previewFreeze(work, unbegun.passId, days), 'freeze_before_begin')
  }),
)

test(
  'a visit for something else, at another hour, before the pass begins, or on a part that is none is refused, nothing is used',
  inWork(async (work) => {
    const { id: own } = await makeItem(work)
    const { id: otherId } = await makeItem(work)
    const scope = {
      of: 'listed' as const,
      ...{ productIds: [own], categoryIds: [], excludedProductIds: [], excludedCategoryIds: [] },
    }
    const times = { weekdays: [], monthDays: [], hours: [{ fromMinute: 540, untilMinute: 600 }] }
    const components = [makeComponent({ scope }), makeComponent({ name: '早场', times })]
    const { storeId, memberId, pass } = await makeHeld(work, { components })
    const [first, morning] = pass.componentIds
    const use = (componentId: string, itemId?: string) =>
      makeUse(work, pass, { memberId, storeId, componentId, itemId })
    await refused(use(first!, otherId), 'pass_other_item')
    await refused(use(morning!), 'pass_other_time') // two in the afternoon in Shanghai
    await refused(use(newId()), 'pass_component_not_found')
    await refused(undoUse(work, { useId: newId(), reason: '误核销' }), 'pass_use_not_found')
    const activation = { kind: 'fixed', day: '2026-04-01' } as const
    const waiting = await makePass(work, { storeId, memberId, plan: await makePlan(work, { activation }) })
    await refused(makeUse(work, waiting, { memberId, storeId }), 'pass_not_begun', { startsDay: '2026-04-01' })
    const shown = await showPass(work, pass.passId)
    assert.deepEqual(
      shown.components.map(({ usedUnits }) => usedUnits),
      [0, 0],
    )
  }),
)

test(
  'a booking in the past, made twice, or unknown is refused; while one is open the pass is not given away',
  inWork(async (work) => {
    const { storeId, memberId, pass, passId } = await makeHeld(work)
    const { id: friendId } = await makeMember(work)
    const booking = { bookingId: newId(), passId, componentId: pass.componentIds[0]!, memberId, storeId }
    const hold = (startsAt: Date) => holdForBooking(work, { ...booking, startsAt })
    await refused(hold(new Date(testAt.getTime() - 1)), 'booking_in_past')
    await hold(new Date(testAt.getTime() + dayMs))
    await refused(hold(new Date(testAt.getTime() + dayMs)), 'booking_held_before')
    await refused(releaseHold(work, { bookingId: newId(), by: 'member' }), 'booking_not_found')
    const transfer = { passId, transferId: newId(), toMemberId: friendId, isAgreed: true, reason: '送给朋友' }
    await refused(transferPass(work, transfer), 'pass_has_bookings')
    assert.equal((await showPass(work, passId)).components[0]!.leftUnits, 9)
  }),
)

test(
  'a transfer whose fee nobody settled, a family with its holder or too many in it, and a number that was never set are refused',
  inWork(async (work) => {
    const terms = { transfer: { feeCents: 5_000 }, family: { maxPeople: 1, unitsPerPerson: null } }
    const { memberId, passId } = await makeHeld(work, terms)
    const { id: friendId } = await makeMember(work)
    const { id: thirdId } = await makeMember(work)
    const transfer = { passId, transferId: newId(), toMemberId: friendId, isAgreed: true, reason: '送给朋友' }
    await refused(transferPass(work, transfer), 'transfer_fee_open', { feeCents: 5_000 })
    const waive = transferPass(work.as(staffActor(['passes.change']), testAt), { ...transfer, fee: 'waived' })
    await refused(waive, 'not_allowed')
    await refused(setFamily(work, { passId, memberIds: [memberId] }), 'family_is_holder')
    await refused(setFamily(work, { passId, memberIds: [friendId, thirdId] }), 'family_too_large', { maxPeople: 1 })
    await refused(checkPin(work, { id: newId(), memberId, pin: '4711' }), 'member_pin_not_found')
  }),
)

test(
  'what never ends is not cancelled for its end; what did not end, or was paid back, does not come back',
  inWork(async (work) => {
    const { storeId, memberId, passId, plan } = await makeHeld(work)
    await refused(restorePass(work, passId), 'pass_not_ended')
    await refused(takeBackCancel(work, passId), 'cancel_not_asked')
    const endless = { validity: null, freeze: null, renewal: null }
    const forEver = await makePass(work, { storeId, memberId, plan: await makePlan(work, endless) })
    const atItsEnd = { cause: 'member', time: 'period_end' } as const
    await refused(previewCancel(work, forEver.passId, atItsEnd), 'cancel_without_end')
    const now = { cause: 'member', time: 'now' } as const
    const { fingerprint, refundCents } = await previewCancel(work, passId, now)
    assert.equal(refundCents, plan.priceCents)
    await cancelPass(work, { passId, ...now, fingerprint, reason: '搬家' })
    await refused(restorePass(later(work, 1), passId), 'pass_was_paid_back')
    await refused(previewCancel(work, passId, now), 'pass_ended')
    await refused(quoteChange(work, forEver.passId, newId()), 'plan_not_found')
  }),
)

test(
  'a plan without a name, one whose period was over before it was sold, and a renewal that its terms do not know are refused',
  inWork(async (work) => {
    const { storeId, memberId, passId, plan } = await makeHeld(work, { renewal: null })
    await refused(agreeToRenewal(work, { passId, priceCents: plan.priceCents }), 'auto_renewal_not_offered')
    const nameless = { kind: 'count' as const, name: ' ', priceCents: 100, terms: plan.terms, version: 1 }
    await refused(changePlan(work, plan.planId, nameless), 'invalid_plan_name')
    await refused(stopPlan(work, { planId: newId(), isStopped: true }), 'plan_not_found')
    const past = await makePlan(work, {
      ...{ activation: { kind: 'fixed', day: '2026-01-01' }, validity: { unit: 'month', count: 1 } },
    })
    const input = await passSaleInput(work, { storeId, memberId, plan: past })
    const [answer] = await sell(work, [{ work, input, key: newId() }])
    assert.ok(answer instanceof Refused)
    assert.deepEqual([answer.code, answer.details], ['plan_over', { endsDay: '2026-01-31' }])
  }),
)

test(
  'a freeze that has run out is not ended once more',
  inWork(async (work) => {
    const { passId } = await makeHeld(work)
    const { freezeId } = await freeze(work, passId, { fromDay: '2026-03-02', untilDay: '2026-03-06' })
    await refused(previewThaw(later(work, 6), passId, freezeId), 'freeze_over', { untilDay: '2026-03-06' })
  }),
)

test(
  'a visit that somebody else shows their card for, or that was shown too long ago, is refused and nothing is used',
  inWork(async (work) => {
    const { storeId, memberId, pass, passId } = await makeHeld(work)
    const { number } = await makeMember(work)
    const identificationId = newId()
    await identifyMember(work, { id: identificationId, shown: number })
    const use = (at: Work, id: string) => makeUse(at, pass, { memberId, storeId, identificationId: id })
    await refused(use(work, identificationId), 'pass_shown_by_other')
    await refused(use(work, newId()), 'identification_not_found')
    await refused(use(later(work, 1), identificationId), 'identification_not_found')
    assert.equal((await showPass(work, passId)).components[0]!.usedUnits, 0)
  }),
)

test(
  'a renewal whose price rose above what was agreed to is not charged, and becomes a task for a person',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    const { id: memberId } = await makeMember(work)
    await makeStoredValue(work, memberId, 100_000)
    const given = { validity: { unit: 'month', count: 1 } as const, priceCents: 30_000 }
    const plan = await makePlan(work, { ...given, renewal: { lockDays: 0, isAuto: true, noticeDays: 7 } })
    const { passId } = await makePass(work, { storeId, memberId, plan })
    await agreeToRenewal(work, { passId, priceCents: 30_000 })
    const dearer = { kind: 'count' as const, name: '涨价', priceCents: 31_000, terms: plan.terms, version: 1 }
    await changePlan(later(work, 10), plan.planId, dearer)
    const sweep = renewalSweep(() => assert.fail('a dearer renewal is sold to nobody'))
    for (let day = 20; day <= 31; day++) {
      const now = later(work, day)
      while ((await sweep.run(now)) === now.at);
    }
    const { renewal } = await showPass(later(work, 31), passId)
    assert.deepEqual([renewal?.state, renewal?.failedCode], ['failed', 'renewal_price_rose'])
  }),
)
