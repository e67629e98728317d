import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chooseStoreRegion } from '#modules/law-packs/store-law.ts'
import { previewTopUpRefund, refundTopUp } from '#modules/stored-value/refund-top-up.ts'
import { newId } from '#shared/ids.ts'
import { Refused } from '#shared/refusal.ts'
import { testApp } from '#testing/app.ts'
import { makeGiftCard } from '#testing/make-gift-card.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeMemberSession } from '#testing/make-member-session.ts'
import { caller, makeCommittedShop, makeShop, makeStore, signIn } from '#testing/make-merchant.ts'
import { makePass, makePlan } from '#testing/make-pass.ts'
import { makeOffer, makeTopUp } from '#testing/make-top-up.ts'
import { committed, inWork, staffActor, systemActor, type TestWork } from '#testing/work.ts'
import { announceClosing, claimRefund, closeLawfully, readClosing, withdrawClosing } from './announce-closing.ts'
import { readOwed } from './closing-queries.ts'
import { checkClosing, checkLastDay, closingTerms, dueDay } from './closing-rules.ts'

const refusedAs = (code: string) => (error: unknown) => error instanceof Refused && error.code === code
const on = (work: TestWork, day: string) => work.as(systemActor, new Date(`${day}T04:00:00Z`)) as TestWork

test('the strictest law counts: the longest notice, the shortest time to pay; a law without a figure asks for none', () => {
  const law = (closingNoticeDays: number | null, repaidWithinDays: number | null) => ({
    closingNoticeDays,
    repaidWithinDays,
  })
  assert.deepEqual(closingTerms([law(null, null)]), { noticeDays: 0, repaidWithinDays: null })
  const terms = closingTerms([law(null, null), law(30, null), law(null, 15), law(7, 10)])
  assert.deepEqual(terms, { noticeDays: 30, repaidWithinDays: 10 })
  const asked = (lastDay: string) => checkLastDay({ lastDay, today: '2026-03-01' }, terms)?.details ?? null
  assert.deepEqual(asked('2026-03-30'), { days: 30, day: '2026-03-31' })
  assert.equal(asked('2026-03-31'), null)
  assert.deepEqual(
    [dueDay('2026-02-25', terms), dueDay('2026-02-25', { repaidWithinDays: null })],
    ['2026-03-07', null],
  )
  const close = (given: object) =>
    checkClosing({ today: '2026-03-31', isOwed: true, lastDay: '2026-03-31', openClaims: 0, ...given })?.code ?? null
  assert.deepEqual(
    [close({}), close({ lastDay: null }), close({ today: '2026-03-30' }), close({ openClaims: 1 })],
    [null, 'closing_not_announced', 'closing_too_early', 'closing_claims_open'],
  )
  assert.equal(close({ isOwed: false, lastDay: null }), null, 'who owes nothing closes at once')
})

/** Two stores; the second, in Shanghai's pack, sold a top-up of 1,000 for 1,200. */
async function makeClosing(work: TestWork) {
  const { storeId: first } = await makeShop(work)
  const { storeId } = await makeStore(work, { name: '二店' })
  await chooseStoreRegion(work, { storeId, region: 'CN-HL', version: 0 })
  const { id: memberId } = await makeMember(work)
  const { topUpId } = await makeTopUp(work, { storeId, memberId, offerId: (await makeOffer(work)).id })
  const announce = (lastDay: string, given: object = {}) =>
    announceClosing(work, { noticeId: newId(), storeId, lastDay, isBusinessEnd: false, reason: '租约到期', ...given })
  return { first, storeId, memberId, topUpId, announce }
}

test(
  'a store that owes is announced as long before as its law asks, tells who is owed, sells no more, and closes when all who asked are paid',
  inWork(async (work) => {
    const { first, storeId, memberId, topUpId, announce } = await makeClosing(work)
    await assert.rejects(closeLawfully(work, storeId), refusedAs('closing_not_announced'))
    await assert.rejects(announce('2026-03-30'), refusedAs('closing_notice_short'))
    const { noticeId, told } = await announce('2026-03-31')
    assert.equal(told, 1)
    const { event } = work.events.find((each) => each.event.type === 'store.closing_announced')!
    assert.deepEqual([event.subject.id, event.data['cents'], event.data['lastDay']], [memberId, 100_000, '2026-03-31'])
    await assert.rejects(announce('2026-05-01'), refusedAs('closing_announced'))
    await assert.rejects(makeTopUp(work, { storeId, memberId, principalCents: 5_000 }), refusedAs('store_closing'))
    await assert.rejects(makeGiftCard(work, storeId), refusedAs('store_closing'))
    const plan = await makePlan(work)
    await assert.rejects(makePass(work, { storeId, memberId, plan }), refusedAs('store_closing'))
    await makePass(work, { storeId: first, memberId, plan })
    await makeTopUp(work, { storeId: first, memberId, principalCents: 5_000 })

    const { sums } = await readClosing(work, storeId)
    assert.deepEqual(
      [sums.members, sums.principalCents, sums.openClaims],
      [1, 100_000, 0],
      'not what the other store sold',
    )
    await assert.rejects(closeLawfully(on(work, '2026-03-30'), storeId), refusedAs('closing_too_early'))
    const stranger = claimRefund(work, { noticeId, memberIds: [newId()] })
    await assert.rejects(stranger, refusedAs('closing_nothing_owed'))
    assert.deepEqual(await claimRefund(work, { noticeId, memberIds: [memberId] }), { claims: 1, dueDay: '2026-03-16' })
    const again = await claimRefund(on(work, '2026-03-05'), { noticeId, subjectId: topUpId })
    assert.equal(again.claims, 0, 'asked twice is asked once')
    const [row] = await readOwed(work, { storeId, noticeId, limit: 10 })
    assert.deepEqual([row!.subjectId, row!.bonusCents, row!.dueDay], [topUpId, 20_000, '2026-03-16'])

    const lastDay = on(work, '2026-03-31')
    await assert.rejects(closeLawfully(lastDay, storeId), refusedAs('closing_claims_open'))
    const quote = await previewTopUpRefund(lastDay, { topUpId, cause: 'merchant' })
    const out = {
      refundId: newId(),
      storeId,
      tender: { kind: 'cash' },
      reason: '停业',
      fingerprint: quote.fingerprint,
    } as const
    await refundTopUp(lastDay, { topUpId, cause: 'merchant', ...out })
    await closeLawfully(lastDay, storeId)
    const closed = await readClosing(lastDay, storeId)
    assert.ok(closed.store.closedAt)
    assert.equal(closed.notice, null)
  }),
)

test(
  'a notice taken back leaves the store as it was; the end of the business owes what every store sold; the last store stays',
  inWork(async (work) => {
    const { first, storeId, memberId, announce } = await makeClosing(work)
    await makeTopUp(work, { storeId: first, memberId, principalCents: 5_000 })
    await announce('2026-04-10')
    await withdrawClosing(work, storeId)
    await assert.rejects(withdrawClosing(work, storeId), refusedAs('closing_not_announced'))
    await makeTopUp(work, { storeId, memberId, principalCents: 1_000 })
    await announce('2026-04-10', { isBusinessEnd: true })
    const { sums } = await readClosing(work, storeId)
    assert.equal(sums.principalCents, 106_000)
    const scoped = work.as(staffActor(['settings.edit'], [first]), work.at)
    await assert.rejects(readClosing(scoped, storeId), refusedAs('store_not_allowed'))
    const { storeId: third } = await makeStore(work, { name: '三店' })
    await closeLawfully(work, third)
    await closeLawfully(on(work, '2026-04-10'), storeId)
    await withdrawn(on(work, '2026-04-10'), first)
  }),
)

async function withdrawn(work: TestWork, storeId: string): Promise<void> {
  await announceClosing(work, {
    noticeId: newId(),
    storeId,
    lastDay: '2026-04-10',
    isBusinessEnd: true,
    reason: '歇业',
  })
  await assert.rejects(closeLawfully(work, storeId), refusedAs('last_store'))
}

test('a member sees on the phone that a store closes, asks for the money back, and staff see by when it is due', async () => {
  const app = await testApp()
  const shop = await makeCommittedShop()
  const owner = await signIn(app, { merchantId: shop.merchantId, userId: shop.ownerId })
  const made = await committed(shop.merchantId, async (work) => {
    const { storeId } = await makeStore(work, { name: '二店' })
    await chooseStoreRegion(work, { storeId, region: 'CN-HL', version: 0 })
    const { id: memberId } = await makeMember(work)
    await makeTopUp(work, { storeId, memberId, principalCents: 30_000 })
    return { storeId, headers: await makeMemberSession(work, memberId) }
  })
  const member = caller(app, made.headers)
  assert.deepEqual((await member.call({ url: '/me/store-closings' })).body.items, [])
  const url = `/stores/${made.storeId}/closing`
  const { body } = await owner.call({ url })
  assert.deepEqual([body.noticeDays, body.repaidWithinDays, body.notice], [30, 15, null])
  const payload = { lastDay: body.earliestDay, isBusinessEnd: false, reason: '租约到期' }
  const announced = await owner.call({ method: 'POST', url, payload })
  assert.equal(announced.status, 201, JSON.stringify(announced.body))
  const [closing] = (await member.call({ url: '/me/store-closings' })).body.items
  assert.deepEqual([closing.storeName, closing.owed[0].cents, closing.owed[0].claimedAt], ['二店', 30_000, null])
  const claim = { method: 'POST', url: `/me/store-closings/${closing.noticeId}/claims` } as const
  assert.equal((await member.call(claim)).status, 201)
  const { items } = (await owner.call({ url: `${url}/owed` })).body
  assert.equal(items[0].cents, 30_000)
  assert.ok(items[0].dueDay > items[0].claimedAt.slice(0, 10))
  const early = await owner.call({ method: 'POST', url: `/stores/${made.storeId}/closure` })
  assert.equal(early.body.code, 'closing_claims_open')
  assert.equal((await owner.call({ method: 'DELETE', url })).status, 200)
})
