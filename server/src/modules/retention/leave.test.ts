import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { verifyLedger } from '#modules/ledger/verify-ledger.ts'
import type { App } from '#platform/http.ts'
import { drainOutbox } from '#platform/outbox.ts'
import { newId } from '#shared/ids.ts'
import { testApp } from '#testing/app.ts'
import { forgeToken } from '#testing/forge-token.ts'
import { makeMemberOfLot } from '#testing/make-leaving.ts'
import { makeMemberSession } from '#testing/make-member-session.ts'
import { caller, makeCommittedShop, signIn, type MadeShop, type SignedIn } from '#testing/make-merchant.ts'
import { makePass, makePlan, makeUse, type MadePlan } from '#testing/make-pass.ts'
import { committed, testAt, testDatabase } from '#testing/work.ts'
import { shippedFlow } from './flow-rules.ts'
import type { OfferRule } from './flow-types.ts'
import { winBackSweep } from './follow-ups.ts'
import { takenBackLeavings } from './hear-take-backs.ts'

let app: App
let shop: MadeShop
let owner: SignedIn
let plan: MadePlan
const words = { zh: '停卡三十天', en: 'Thirty days of rest' }
const rest: OfferRule = {
  ...{ code: 'rest', words, terms: { kind: 'freeze', days: 30 }, reasons: [], minPaidCents: 0, minDaysHeld: 0 },
  ...{ costCents: 5_000, maxCostBps: 10_000, monthlyBudgetCents: 5_000, validHours: 24 },
}
const advisor: OfferRule = {
  ...rest,
  code: 'advisor',
  terms: { kind: 'contact' },
  costCents: 0,
  monthlyBudgetCents: null,
}

before(async () => {
  app = await testApp()
  shop = await makeCommittedShop()
  owner = await signIn(app, { merchantId: shop.merchantId, userId: shop.ownerId })
  plan = await committed(shop.merchantId, (work) => makePlan(work))
  const { version: _shipped, ...terms } = shippedFlow
  const flow = { ...terms, version: 0, offersAt: 'beside', offers: [rest, advisor], callBackDays: 7 }
  const { status, body } = await owner.call({ method: 'PUT', url: '/cancel-flow', payload: flow })
  assert.equal(status, 200, JSON.stringify(body))
})

/** A member of the wanted side of the lot, on the phone, with a pass of ten visits for 1,600.00 of which some are used. */
async function holder(used = 0, isOut = false): Promise<{ memberId: string; passId: string; phone: SignedIn }> {
  return committed(shop.merchantId, async (work) => {
    const memberId = await makeMemberOfLot(work, isOut)
    const pass = await makePass(work, { storeId: shop.storeId, memberId, plan })
    for (let visit = 0; visit < used; visit++) await makeUse(work, pass, { memberId, storeId: shop.storeId })
    return { memberId, passId: pass.passId, phone: caller(app, await makeMemberSession(work, memberId)) }
  })
}

test('on the phone: what goes and what comes back, an offer beside it, finished as shown, with a receipt that can be checked', async () => {
  const { passId, phone, memberId } = await holder(3)
  const { body: way } = await phone.call({ url: `/me/passes/${passId}/way-out` })
  // Three of ten at list price 200.00, of 1,600.00 paid; to the end of the period all is had.
  assert.deepEqual([way.now.refundCents, way.now.formula.kind, way.atEnd.refundCents], [100_000, 'list_price', 0])
  const leavingId = newId()
  const begun = await phone.call({
    method: 'POST',
    url: '/me/leavings',
    payload: { passId, reasonCode: 'moved' },
    key: leavingId,
  })
  assert.equal(begun.status, 201, JSON.stringify(begun.body))
  assert.deepEqual(
    begun.body.offers.map(({ place, words: { en } }: { place: string; words: { en: string } }) => [place, en]),
    [
      ['main', words.en],
      ['fallback', words.en],
    ],
  )
  const url = `/me/leavings/${leavingId}/finish`
  const stale = await phone.call({ method: 'POST', url, payload: { time: 'now', fingerprint: '0'.repeat(64) } })
  assert.equal(stale.body.code, 'quote_changed')
  const done = await phone.call({ method: 'POST', url, payload: { time: 'now', fingerprint: way.now.fingerprint } })
  assert.equal(done.status, 200, JSON.stringify(done.body))
  assert.equal(done.body.refundCents, way.now.refundCents)
  assert.equal(done.body.toHandOverCents, way.now.refundCents, 'paid in cash: somebody hands it over')
  const twice = await phone.call({ method: 'POST', url, payload: { time: 'now', fingerprint: null } })
  assert.equal(twice.body.code, 'leaving_done')
  const again = await phone.call({ method: 'POST', url: '/me/leavings', payload: { passId } })
  assert.equal(again.body.code, 'pass_ended', 'cancelled twice is refused')

  // People read the reason on the refund's slip: in words, not as the code that the report counts by.
  const { body: refunds } = await owner.call({ url: `/refunds?memberId=${memberId}` })
  assert.deepEqual(
    refunds.items.map((row: { id: string; reason: string }) => [row.id, row.reason]),
    [[leavingId, '会员退卡：搬家或换工作']],
  )

  const { body: receipt } = await phone.call({ url: `/me/leavings/${leavingId}/receipt` })
  const checked = await caller(app).call({ url: `/cancellation-receipts/${receipt.token}` })
  assert.deepEqual(
    [checked.body.receiptNumber, checked.body.refundCents],
    [done.body.receiptNumber, done.body.refundCents],
  )
  const forged = await caller(app).call({ url: `/cancellation-receipts/${forgeToken(receipt.token)}` })
  assert.equal(forged.body.code, 'leaving_not_found')

  const { body: waiting } = await owner.call({ url: '/leavings-to-hand-over' })
  assert.deepEqual(
    waiting.items.map((row: { memberId: string; cents: number }) => [row.memberId, row.cents]),
    [[memberId, done.body.refundCents]],
  )
  const handOver = () => owner.call({ method: 'POST', url: `/leavings/${leavingId}/hand-over` })
  assert.equal((await handOver()).status, 200)
  assert.equal((await handOver()).body.code, 'not_to_hand_over')
  const { body: calls } = await owner.call({ url: '/follow-ups' })
  assert.deepEqual(
    calls.items.map((task: { kind: string; memberId: string }) => [task.kind, task.memberId]),
    [['call_back', memberId]],
  )
})

test('an offer that is taken keeps the member, once, and its month is spent for the next', async () => {
  const { passId, phone } = await holder()
  const leavingId = newId()
  const { body } = await phone.call({ method: 'POST', url: '/me/leavings', payload: { passId }, key: leavingId })
  const [main] = body.offers
  const url = `/me/leavings/${leavingId}/offers/${main.offerId}/acceptance`
  const answers = await Promise.all([1, 2].map(() => phone.call({ method: 'POST', url, payload: { backCents: null } })))
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409])
  const taken = answers.find(({ status }) => status === 200)!.body
  assert.deepEqual([taken.kind, taken.endsDay], ['freeze', '2027-03-30'], 'thirty days more')
  const { body: pass } = await owner.call({ url: `/passes/${passId}` })
  assert.ok(JSON.stringify(pass).includes('挽留：停卡三十天'), JSON.stringify(pass))
  const late = await phone.call({
    method: 'POST',
    url: `/me/leavings/${leavingId}/finish`,
    payload: { time: 'now', fingerprint: null },
  })
  assert.equal(late.body.code, 'leaving_done')

  const next = await holder()
  const other = await next.phone.call({ method: 'POST', url: '/me/leavings', payload: { passId: next.passId } })
  assert.deepEqual(
    other.body.offers.map(({ terms }: { terms: { kind: string } }) => terms.kind),
    ['contact'],
    'the budget of rest is spent',
  )
  const stranger = await next.phone.call({ method: 'POST', url, payload: { backCents: null } })
  assert.equal(stranger.body.code, 'leaving_not_found')
})

test('an offer that ran out is refused, and one may still finish', async () => {
  const { passId, phone } = await holder()
  const leavingId = newId()
  const { body } = await phone.call({ method: 'POST', url: '/me/leavings', payload: { passId }, key: leavingId })
  const { takeOffer } = await import('./take-offer.ts')
  const { finishLeaving } = await import('./leave.ts')
  const later = { at: new Date(testAt.getTime() + 25 * 3_600_000) }
  await assert.rejects(
    committed(shop.merchantId, (work) => takeOffer(work, { leavingId, offerId: body.offers[0].offerId }), later),
    { code: 'offer_expired' },
  )
  const { leaving } = await committed(
    shop.merchantId,
    (work) => finishLeaving(work, { leavingId, time: 'period_end', fingerprint: null }),
    later,
  )
  assert.deepEqual([leaving.doneAs, leaving.lastDay, leaving.refundCents], ['cancelled', '2027-02-28', 0])
})

test('who is held out is made no offer and leaves all the same; the end of the period can be taken back', async () => {
  const { passId, phone } = await holder(1, true)
  const leavingId = newId()
  const { body } = await phone.call({ method: 'POST', url: '/me/leavings', payload: { passId }, key: leavingId })
  assert.deepEqual(body.offers, [])
  // Sent by a phone that had no line: executed as it stands.
  const done = await phone.call({
    method: 'POST',
    url: `/me/leavings/${leavingId}/finish`,
    payload: { time: 'period_end', fingerprint: null },
  })
  assert.deepEqual([done.body.lastDay, done.body.refundCents], ['2027-02-28', 0])
  const back = await phone.call({ method: 'DELETE', url: `/me/leavings/${leavingId}` })
  assert.equal(back.status, 200, JSON.stringify(back.body))
  assert.equal((await phone.call({ method: 'DELETE', url: `/me/leavings/${leavingId}` })).body.code, 'cancel_not_asked')
  const { body: list } = await phone.call({ url: '/me/leavings' })
  assert.deepEqual([list.items[0].isTakenBack, list.items[0].takeBackUntilDay], [true, null])
})

test('a pass that was cancelled without money back comes back as it was, on the phone, for thirty days; one that was paid back does not', async () => {
  // Eight of ten at list price 200.00 are what was paid, 1,600.00: nothing comes back.
  const { passId, phone, memberId } = await holder(8)
  const leave = async (of: { passId: string; phone: SignedIn }) => {
    const key = newId()
    await of.phone.call({ method: 'POST', url: '/me/leavings', payload: { passId: of.passId }, key })
    const finish = { method: 'POST', url: `/me/leavings/${key}/finish` } as const
    const { status, body } = await of.phone.call({ ...finish, payload: { time: 'now', fingerprint: null } })
    assert.equal(status, 200, JSON.stringify(body))
    return { leavingId: key, refundCents: body.refundCents as number }
  }
  const callsFor = async (of: string) => {
    const { body } = await owner.call({ url: '/follow-ups' })
    return body.items.filter((task: { memberId: string }) => task.memberId === of).length
  }
  const left = await leave({ passId, phone })
  assert.deepEqual([left.refundCents, await callsFor(memberId)], [0, 1])
  const listed = async () => (await phone.call({ url: '/me/leavings' })).body.items[0]
  assert.equal((await listed()).takeBackUntilDay, '2026-03-31', 'thirty days')
  const url = `/me/leavings/${left.leavingId}`
  const stranger = await (await holder()).phone.call({ method: 'DELETE', url })
  assert.equal(stranger.body.code, 'leaving_not_found')
  const back = await phone.call({ method: 'DELETE', url })
  assert.equal(back.status, 200, JSON.stringify(back.body))
  const { body: passes } = await phone.call({ url: '/me/passes' })
  const [pass] = passes.items
  assert.deepEqual([pass.state, pass.endedDay, pass.components[0].leftUnits], ['active', null, 2])
  assert.deepEqual([(await listed()).isTakenBack, await callsFor(memberId)], [true, 0], 'nobody calls who came back')
  assert.equal((await phone.call({ method: 'DELETE', url })).body.code, 'cancel_not_asked')

  // The shop brings one back on the pass's own page: the leaving hears of it, and counts as stayed.
  const again = await leave({ passId, phone })
  assert.equal((await owner.call({ method: 'POST', url: `/passes/${passId}/restoration` })).status, 200)
  const { merchantId } = shop
  await drainOutbox({ database: testDatabase(), subscriptions: [takenBackLeavings], merchantId, at: testAt })
  assert.deepEqual([(await listed()).leavingId, (await listed()).isTakenBack], [again.leavingId, true])

  const paid = await holder(1)
  const { leavingId } = await leave(paid)
  const refused = await paid.phone.call({ method: 'DELETE', url: `/me/leavings/${leavingId}` })
  assert.equal(refused.body.code, 'pass_was_paid_back')
})

test('at the counter: how the person was known is asked, the last four are kept and nothing more; the same quote', async () => {
  const { passId, memberId } = await holder(2)
  const payload = { passId, channel: 'counter', proof: { kind: 'id_document', tail: '301X' }, reasonCode: 'service' }
  const url = `/members/${memberId}/leavings`
  const whole = await owner.call({
    method: 'POST',
    url,
    payload: { ...payload, proof: { kind: 'id_document', tail: '310101199003076301' } },
  })
  assert.equal(whole.body.code, 'invalid_input')
  const leavingId = newId()
  assert.equal((await owner.call({ method: 'POST', url, payload, key: leavingId })).status, 201)
  const { body: way } = await owner.call({ url: `/passes/${passId}/way-out?memberId=${memberId}` })
  const unasked = await owner.call({
    method: 'POST',
    url: `/leavings/${leavingId}/finish`,
    payload: { time: 'now', fingerprint: way.now.fingerprint },
  })
  assert.equal(unasked.body.code, 'confirmation_needed', 'nobody leaves on the word of staff alone')
  const done = await owner.call({
    method: 'POST',
    url: `/leavings/${leavingId}/finish`,
    payload: { time: 'now', fingerprint: way.now.fingerprint, withoutCode: 'no_phone' },
  })
  assert.equal(done.body.refundCents, way.now.refundCents)
  const foreign = await owner.call({ method: 'POST', url: `/members/${newId()}/leavings`, payload })
  assert.equal(foreign.body.code, 'pass_not_found')
})

test('a draft is tried on last month’s leavers before it is published; one that a store’s law forbids is not published', async () => {
  const { body: flow } = await owner.call({ url: '/cancel-flow' })
  const { laws: _laws, ...draft } = flow
  const { body: trial } = await owner.call({
    method: 'POST',
    url: '/cancel-flow/trial',
    payload: { ...draft, offers: [advisor] },
  })
  assert.ok(trial.leavers >= 4)
  assert.equal(trial.offers[0].code, 'advisor')
  assert.ok(trial.offers[0].made >= 1 && trial.without.some(({ why }: { why: string }) => why === 'held_out'))
  await owner.call({ method: 'PUT', url: `/stores/${shop.storeId}/law-pack`, payload: { region: 'DE', version: 0 } })
  const refused = await owner.call({ method: 'PUT', url: '/cancel-flow', payload: draft })
  assert.deepEqual(
    [refused.body.code, refused.body.details?.rule ?? refused.body.rule],
    ['flow_breaks_law', 'offers_after_receipt'],
  )
  const lawful = await owner.call({
    method: 'PUT',
    url: '/cancel-flow',
    payload: { ...draft, offersAt: 'after_receipt' },
  })
  assert.equal(lawful.status, 200)
  const stale = await owner.call({ method: 'PUT', url: '/cancel-flow', payload: draft })
  assert.equal(stale.body.code, 'flow_changed')
})

test('the report counts reasons, and people who stayed, not clicks', async () => {
  const { body } = await owner.call({ url: '/retention-report?from=2026-02-01&until=2026-03-31' })
  const begun = body.reasons.reduce((sum: number, row: { begun: number }) => sum + row.begun, 0)
  assert.ok(begun >= 5)
  assert.equal(body.effects[0].offered.of, 0, 'nobody’s thirty days are over')
})

test('a coupon for who left goes out on its day, but not to who has a pass again', async () => {
  await committed(shop.merchantId, (work) => winBackSweep.run(work))
  const { ok } = await committed(shop.merchantId, (work) => verifyLedger(work))
  assert.ok(ok, 'after all of that the ledger verifies')
})
