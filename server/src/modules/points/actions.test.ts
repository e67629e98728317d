import assert from 'node:assert/strict'
import { test } from 'node:test'
import { previewRefund, refundSale } from '#modules/cashier/refund/refund-sale.ts'
import { accountIn } from '#modules/ledger/ledger-rules.ts'
import { readLedger } from '#modules/ledger/post-ledger.ts'
import { verifyLedger } from '#modules/ledger/verify-ledger.ts'
import { updateMember } from '#modules/members/update-member.ts'
import { newId } from '#shared/ids.ts'
import { caller, makeCommittedShop, makeShop } from '#testing/make-merchant.ts'
import { makeItem } from '#testing/make-item.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeMemberSession } from '#testing/make-member-session.ts'
import { makeSale } from '#testing/make-sale.ts'
import { testApp } from '#testing/app.ts'
import { committed, inWork, systemActor, type TestWork } from '#testing/work.ts'
import { earnForAction } from './action-earn.ts'
import { rewardedDeeds } from './action-hear.ts'
import { setActionPolicy } from './action-policy.ts'
import { type ActionTerms, noActions } from './action-rules.ts'
import { signInForPoints } from './action-sign-in.ts'
import { adjustPoints } from './adjust-points.ts'
import { setEarnPolicy } from './set-earn-policy.ts'

async function makeRewarding(work: TestWork, terms: Partial<ActionTerms>) {
  const { storeId } = await makeShop(work)
  const rule = { points: 1, perCents: 100, excludedTenders: [], isTaxIncluded: true }
  await setEarnPolicy(work, { rule, expiry: { months: 12, round: 'day' }, pendingDays: 7 })
  await setActionPolicy(work, { version: 0, terms: { ...noActions, ...terms } })
  const { id: itemId } = await makeItem(work)
  return { storeId, itemId }
}

/** All that is owed to a member, pending or not. */
async function balance(work: TestWork, memberId: string): Promise<number> {
  const key = { ownerKind: 'member', ownerId: memberId, asset: 'points' } as const
  return accountIn(await readLedger(work, [key]), key).balanceUnits
}

const later = (work: TestWork, days: number) =>
  work.as(systemActor, new Date(work.at.getTime() + days * 86_400_000)) as TestWork

const on = (work: TestWork, day: string) => work.as(systemActor, new Date(`${day}T06:00:00Z`)) as TestWork

/** What the outbox would hand over: each event once, in order. */
async function deliver(work: TestWork, seen: Set<string>): Promise<void> {
  for (const { event, id, at } of work.events.filter((each) => !seen.has(each.id))) {
    seen.add(id)
    if (!rewardedDeeds.types.includes(event.type)) continue
    const { type, subject, data } = event
    const delivered = { id, type, subjectKind: subject.kind, subjectId: subject.id, seq: 1, at, data }
    await rewardedDeeds.handle(work, delivered)
    await rewardedDeeds.handle(work, delivered) // at least once
  }
}

test(
  'signing in gives once a day; steps count the days of the month in any order, and a missed day costs nothing',
  inWork(async (work) => {
    await makeRewarding(work, { signIn: { points: 5, steps: [{ days: 3, extraPoints: 20 }], budgetPoints: null } })
    const { id: memberId } = await makeMember(work)
    const given: number[] = []
    for (const day of ['2026-03-01', '2026-03-01', '2026-03-09', '2026-03-20', '2026-04-01']) {
      given.push((await signInForPoints(on(work, day), memberId)).points)
    }
    assert.deepEqual(given, [5, 5, 5, 25, 5])
    assert.equal(await balance(work, memberId), 40)
  }),
)

test(
  'a review is rewarded once, so often a day and a month, and while the budget lasts',
  inWork(async (work) => {
    await makeRewarding(work, { review: { points: 10, perDay: 2, perMonth: 3, budgetPoints: 35 } })
    const { id: memberId } = await makeMember(work)
    const { id: other } = await makeMember(work)
    const review = (by: string, source: string, day = '2026-03-01') =>
      earnForAction(on(work, day), { action: 'review', memberId: by, source })
    const outcomes = [
      await review(memberId, 'a'),
      await review(memberId, 'a'),
      await review(memberId, 'b'),
      await review(memberId, 'c'),
      await review(memberId, 'c', '2026-03-02'),
      await review(memberId, 'd', '2026-03-03'),
      await review(other, 'e'),
      await review(other, 'f'),
    ]
    assert.deepEqual(
      outcomes.map(({ outcome, points }) => `${outcome} ${points}`),
      ['given 10', 'repeated 10', 'given 10', 'capped 0', 'given 10', 'capped 0', 'given 5', 'spent 0'],
    )
  }),
)

const referral = { referrerPoints: 100, referredPoints: 50, minCents: 5_000, perMonth: 2, budgetPoints: null }

test(
  'a referral is rewarded to both after the first paid visit, once; the visit returned whole takes it back from both',
  inWork(async (work) => {
    const { storeId, itemId } = await makeRewarding(work, { referral })
    const { id: referrerId } = await makeMember(work)
    const { id: memberId } = await makeMember(work, { referrerId })
    const seen = new Set<string>()
    await deliver(work, seen)
    assert.equal(await balance(work, referrerId), 0)
    const { saleId, input } = await makeSale(work, { storeId, memberId, items: [[itemId, 1]] })
    await makeSale(work, { storeId, memberId, items: [[itemId, 1]] })
    await deliver(work, seen)
    assert.equal(await balance(work, referrerId), 100)
    assert.equal(await balance(work, memberId), 250)
    const lines = [{ lineId: input.lines[0]!.lineId, quantityMilli: 1000 }]
    const { fingerprint } = await previewRefund(work, { saleId, lines })
    await refundSale(work, { saleId, lines, fingerprint, reason: '退货', refundId: newId() })
    await deliver(work, seen)
    assert.equal(await balance(work, referrerId), 0)
    assert.equal(await balance(work, memberId), 100)
    assert.equal((await verifyLedger(work)).firstBroken, null)
  }),
)

test(
  'taking a referral back is told once to each of the two, spent points are owed, and the budget has them again',
  inWork(async (work) => {
    const { storeId, itemId } = await makeRewarding(work, { referral: { ...referral, budgetPoints: 150 } })
    const { id: referrerId } = await makeMember(work)
    const { id: memberId } = await makeMember(work, { referrerId })
    const seen = new Set<string>()
    const { saleId, input } = await makeSale(work, { storeId, memberId, items: [[itemId, 2]] })
    await deliver(work, seen)
    const spent = { adjustmentId: newId(), memberId: referrerId, storeId, deltaPoints: -60, reason: 'test' }
    await adjustPoints(later(work, 8), spent) // after the days in which they wait
    const { lineId } = input.lines[0]!
    const refundOne = async () => {
      const back = { saleId, lines: [{ lineId, quantityMilli: 1000 }] }
      const { fingerprint } = await previewRefund(later(work, 9), back)
      await refundSale(later(work, 9), { ...back, fingerprint, reason: '退货', refundId: newId() })
      await deliver(work, seen)
    }
    const told = () =>
      work.events
        .filter(({ event }) => event.type === 'points.action_returned')
        .map(({ event: { subject, data } }) => [subject.id, data['action'], data['points']])
    await refundOne()
    assert.deepEqual(told(), [], 'a visit of which something was kept stays a first visit')
    await refundOne()
    const taken = [
      [referrerId, 'referrer', 100],
      [memberId, 'referred', 50],
    ]
    assert.deepEqual(told().toSorted(), taken.toSorted())
    assert.equal(await balance(work, referrerId), -60, 'what was spent is owed')
    const { id: nextId } = await makeMember(work, { referrerId })
    await makeSale(work, { storeId, memberId: nextId, items: [[itemId, 1]] })
    await deliver(work, seen)
    assert.equal(await balance(work, referrerId), 40, 'the budget has room for another')
    assert.ok((await verifyLedger(work)).ok)
  }),
)

test(
  'a referrer is rewarded so many times a month, newcomers always; a visit below the least brings nothing',
  inWork(async (work) => {
    const { storeId, itemId } = await makeRewarding(work, { referral })
    const { id: cheapId } = await makeItem(work, { listPriceCents: 4_999 })
    const { id: referrerId } = await makeMember(work)
    const seen = new Set<string>()
    const visits = [itemId, itemId, cheapId, itemId]
    const newcomers: string[] = []
    for (const bought of visits) {
      const { id: memberId } = await makeMember(work, { referrerId })
      await makeSale(work, { storeId, memberId, items: [[bought, 1]] })
      newcomers.push(memberId)
    }
    await deliver(work, seen)
    assert.equal(await balance(work, referrerId), 200)
    const held = await Promise.all(newcomers.map((id) => balance(work, id)))
    assert.deepEqual(held, [150, 150, 49, 150])
  }),
)

test(
  'a profile that is whole is rewarded once in a life',
  inWork(async (work) => {
    await makeRewarding(work, { profile: { points: 30, budgetPoints: null } })
    const birthday = { calendar: 'solar' as const, year: 1990, month: 5, date: 1, isLeapMonth: false }
    const { id: memberId } = await makeMember(work, { gender: 'female' })
    const seen = new Set<string>()
    await deliver(work, seen)
    assert.equal(await balance(work, memberId), 0)
    await updateMember(work, { memberId, version: 1, changes: { birthday } })
    await updateMember(work, { memberId, version: 2, changes: { gender: 'unknown' } })
    await updateMember(work, { memberId, version: 3, changes: { gender: 'female' } })
    await deliver(work, seen)
    assert.equal(await balance(work, memberId), 30)
  }),
)

test('a member signs in on the phone: what is due is shown, given once, and shown as done', async () => {
  const app = await testApp()
  const { merchantId } = await makeCommittedShop()
  const headers = await committed(merchantId, async (work) => {
    const rule = { points: 1, perCents: 100, excludedTenders: [], isTaxIncluded: true }
    await setEarnPolicy(work, { rule, expiry: null })
    const signIn = { points: 5, steps: [{ days: 2, extraPoints: 8 }], budgetPoints: null }
    await setActionPolicy(work, { version: 0, terms: { ...noActions, signIn } })
    return makeMemberSession(work, (await makeMember(work)).id)
  })
  const member = caller(app, headers)
  const { body: due } = await member.call({ url: '/me/sign-in-points' })
  assert.deepEqual([due.isOn, due.isDone, due.points, due.steps[0].isReached], [true, false, 5, false])
  const tap = () => member.call({ method: 'POST', url: '/me/sign-in-points' })
  assert.deepEqual((await tap()).body, { outcome: 'given', points: 5, days: 1 })
  assert.deepEqual((await tap()).body, { outcome: 'repeated', points: 5, days: 1 })
  assert.equal((await member.call({ url: '/me/sign-in-points' })).body.isDone, true)
})
