import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { verifyLedger } from '#modules/ledger/verify-ledger.ts'
import { chooseStoreRegion } from '#modules/law-packs/store-law.ts'
import { setPortalHost } from '#modules/shops/set-portal-host.ts'
import { movableClock } from '#platform/clock.ts'
import type { App } from '#platform/http.ts'
import { newId } from '#shared/ids.ts'
import { testApp } from '#testing/app.ts'
import { forgeToken } from '#testing/forge-token.ts'
import { makeFlow, makePassGift } from '#testing/make-leaving.ts'
import { freshPhone, makeMember } from '#testing/make-member.ts'
import { makeMemberSession, sentCode } from '#testing/make-member-session.ts'
import { caller, makeCommittedShop, makeUser, signIn, type MadeShop, type SignedIn } from '#testing/make-merchant.ts'
import { makeComponent, makePass, makePlan, makeUse, type MadePlan } from '#testing/make-pass.ts'
import { committed, testAt } from '#testing/work.ts'
import type { OfferRule } from './flow-types.ts'
import { noteImprovement } from './improvements.ts'
import { beginLeaving, finishLeaving } from './leave.ts'

const clock = movableClock(testAt)
let app: App
let shop: MadeShop
let owner: SignedIn
let plan: MadePlan
let host: string

const words = { zh: '方案', en: 'Offer' }
const offer = (given: Pick<OfferRule, 'code' | 'terms'> & Partial<OfferRule>): OfferRule => ({
  ...{ words, reasons: [], minPaidCents: 0, minDaysHeld: 0, costCents: 0, maxCostBps: 10_000 },
  ...{ monthlyBudgetCents: null, validHours: 24, ...given },
})

before(async () => {
  app = await testApp(clock)
  shop = await makeCommittedShop()
  owner = await signIn(app, { merchantId: shop.merchantId, userId: shop.ownerId })
  host = `leave-${shop.merchantId}.test`
  await committed(shop.merchantId, async (work) => {
    await setPortalHost(work, host)
    plan = await makePlan(work)
  })
})

const publish = (given: Parameters<typeof makeFlow>[1]) => committed(shop.merchantId, (work) => makeFlow(work, given))
const chooseRegion = (region: string, version: number) =>
  committed(shop.merchantId, (work) => chooseStoreRegion(work, { storeId: shop.storeId, region, version }))

type Holder = { memberId: string; number: string; phone: string; passId: string; saleId: string; mobile: SignedIn }

/** A member with a phone and a pass of ten visits for 1,600.00, some used. */
async function holder(used = 0): Promise<Holder> {
  const phone = freshPhone()
  return committed(shop.merchantId, async (work) => {
    const { id: memberId, number } = await makeMember(work, { phone })
    const pass = await makePass(work, { storeId: shop.storeId, memberId, plan })
    for (let visit = 0; visit < used; visit++) await makeUse(work, pass, { memberId, storeId: shop.storeId })
    const mobile = caller(app, await makeMemberSession(work, memberId))
    return { memberId, number, phone, passId: pass.passId, saleId: pass.saleId, mobile }
  })
}

let addresses = 0

/** Somebody in the street: no session, an address of their own. */
async function stranger(method: 'GET' | 'POST', url: string, payload?: object, key = newId()) {
  const response = await app.inject({
    ...{ method, url: `/api/v1${url}`, remoteAddress: `10.8.${++addresses >> 8}.${addresses & 255}` },
    headers: { host, 'x-requested-with': 'regulars', 'accept-language': 'en', 'idempotency-key': key },
    ...(payload ? { payload } : {}),
  })
  return { status: response.statusCode, body: response.json() }
}

/** Sets out on the phone, and gives back what was offered. */
async function begin({ mobile, passId }: Holder) {
  const leavingId = newId()
  const { status, body } = await mobile.call({
    method: 'POST',
    url: '/me/leavings',
    payload: { passId },
    key: leavingId,
  })
  assert.equal(status, 201, JSON.stringify(body))
  const take = (payload: object = { backCents: null }, index = 0) =>
    mobile.call({
      method: 'POST',
      url: `/me/leavings/${leavingId}/offers/${body.offers[index].offerId}/acceptance`,
      payload,
    })
  return { leavingId, offers: body.offers, take }
}

/** Asks for a code to leave by and opens the way out with it. */
async function openDoor(card: string, phone: string, code?: string) {
  const asked = await stranger('POST', '/way-out/codes', { phone })
  assert.equal(asked.status, 202, JSON.stringify(asked.body))
  return stranger('POST', '/way-out/tickets', { card, phone, code: code ?? sentCode(phone) })
}

test('at the counter the member says yes by a code of their phone: once, of two tries at the same moment one', async () => {
  const { passId, memberId, phone } = await holder(2)
  const leavingId = newId()
  const payload = { passId, channel: 'counter', proof: { kind: 'card', tail: '1234' } }
  const begun = await owner.call({ method: 'POST', url: `/members/${memberId}/leavings`, payload, key: leavingId })
  assert.equal(begun.status, 201, JSON.stringify(begun.body))
  const url = `/leavings/${leavingId}`
  const sent = await owner.call({ method: 'POST', url: `${url}/confirmation-codes` })
  assert.equal(sent.status, 202, JSON.stringify(sent.body))
  const confirm = (code: string) => owner.call({ method: 'POST', url: `${url}/confirmation`, payload: { code } })
  const wrong = await confirm(sentCode(phone) === '000000' ? '000001' : '000000')
  assert.equal(wrong.body.code, 'phone_code_wrong')
  const answers = await Promise.all([confirm(sentCode(phone)), confirm(sentCode(phone))])
  assert.deepEqual(answers.map(({ status, body }) => [status, body.code]).sort(), [
    [200, undefined],
    [409, 'phone_code_expired'],
  ])
  const { body: way } = await owner.call({ url: `/passes/${passId}/way-out?memberId=${memberId}` })
  const finish = { time: 'now', fingerprint: way.now.fingerprint }
  const done = await owner.call({ method: 'POST', url: `${url}/finish`, payload: finish })
  assert.equal(done.status, 200, JSON.stringify(done.body))
  assert.equal(done.body.refundCents, way.now.refundCents)
  assert.equal((await confirm(sentCode(phone))).body.code, 'leaving_done')
})

test('who may only call people sees calls and no way out, and cancels for nobody', async () => {
  const { userId } = await committed(shop.merchantId, (work) =>
    makeUser(work, { permissions: ['retention.follow', 'members.read'] }),
  )
  const calling = await signIn(app, { merchantId: shop.merchantId, userId })
  assert.equal((await calling.call({ url: '/follow-ups' })).status, 200)
  const { memberId, passId } = await holder()
  const refused = [
    await calling.call({ url: `/passes/${passId}/way-out?memberId=${memberId}` }),
    await calling.call({ url: '/leavings-to-hand-over' }),
    await calling.call({ url: '/retention-report?from=2026-02-01&until=2026-03-31' }),
  ]
  assert.deepEqual(
    refused.map(({ status }) => status),
    [403, 403, 403],
  )
})

test('signed out: closed where no law asks for it', async () => {
  const { phone } = await holder()
  assert.deepEqual((await stranger('GET', '/way-out')).body, { isOpen: false, buttons: null })
  assert.equal((await stranger('POST', '/way-out/codes', { phone })).body.code, 'way_out_closed')
})

test('signed out under German law: priced, executed as shown, the same receipt; sent again, done once', async () => {
  await chooseRegion('DE', 0)
  const door = await stranger('GET', '/way-out')
  assert.deepEqual(door.body.isOpen && door.body.buttons.confirm, 'jetzt kündigen')
  const member = await holder(3)
  const opened = await openDoor(member.number, member.phone)
  assert.equal(opened.status, 200, JSON.stringify(opened.body))
  const [way] = opened.body.ways
  const { body: same } = await member.mobile.call({ url: `/me/passes/${member.passId}/way-out` })
  assert.deepEqual(way, same, 'the very quote that a member sees who is signed in')
  const payload = {
    ...{ ticket: opened.body.ticket, passId: member.passId, time: 'now', reasonCode: 'moved' },
    fingerprint: way.now.fingerprint,
  }
  const stale = await stranger('POST', '/way-out/leavings', { ...payload, fingerprint: '0'.repeat(64) })
  assert.equal(stale.body.code, 'quote_changed')
  const key = newId()
  const answers = await Promise.all([1, 2, 3].map(() => stranger('POST', '/way-out/leavings', payload, key)))
  assert.deepEqual(
    answers.map(({ status }) => status),
    [201, 201, 201],
    JSON.stringify(answers.map(({ body }) => body.code)),
  )
  assert.deepEqual(answers[1]!.body, answers[0]!.body)
  const again = await stranger('POST', '/way-out/leavings', payload)
  assert.equal(again.body.code, 'pass_ended')
  const { body: receipt } = await stranger('GET', `/cancellation-receipts/${answers[0]!.body.token}`)
  assert.deepEqual([receipt.receiptNumber, receipt.refundCents], [answers[0]!.body.receiptNumber, 112_000])
  const { body: list } = await member.mobile.call({ url: '/me/leavings' })
  assert.deepEqual(
    list.items.map(({ channel, doneAs }: { channel: string; doneAs: string }) => [channel, doneAs]),
    [['open', 'cancelled']],
  )
})

test('signed out nobody learns who is a member: a strange phone, another’s card and no card answer alike', async () => {
  const [one, two] = [await holder(), await holder()]
  const nobody = freshPhone()
  const answers = [
    await openDoor(one.number, two.phone),
    await openDoor(one.number, nobody),
    await openDoor('no such card', (await holder()).phone),
  ]
  for (const { status, body } of answers) assert.deepEqual([status, body.code], [404, 'way_out_not_found'])
  assert.deepEqual(new Set(answers.map(({ body }) => body.detail)).size, 1)
  const spent = await stranger('POST', '/way-out/tickets', {
    card: two.number,
    phone: two.phone,
    code: sentCode(two.phone),
  })
  assert.equal(spent.body.code, 'phone_code_expired', 'a code is good for one guess at the number')
  const soon = await stranger('POST', '/way-out/codes', { phone: two.phone })
  assert.equal(soon.body.code, 'too_many_requests', 'a minute apart')
})

test('a ticket opens its own member’s passes for half an hour and nothing else', async () => {
  const [member, other] = [await holder(), await holder()]
  const { body } = await openDoor(member.number, member.phone)
  const leave = (ticket: string, passId: string) =>
    stranger('POST', '/way-out/leavings', { ticket, passId, time: 'now', fingerprint: body.ways[0].now.fingerprint })
  assert.equal((await leave(body.ticket, other.passId)).body.code, 'pass_not_found')
  assert.equal((await leave(forgeToken(body.ticket), member.passId)).body.code, 'way_out_expired')
  clock.moveTo(new Date(testAt.getTime() + 31 * 60_000))
  assert.equal((await leave(body.ticket, member.passId)).body.code, 'way_out_expired')
  clock.moveTo(testAt)
})

test('where the law wants it, offers come after the receipt; one taken then brings the pass back', async () => {
  const rest = offer({ code: 'rest', terms: { kind: 'freeze', days: 10 } })
  await publish({ offersAt: 'after_receipt', offers: [rest] })
  const member = await holder()
  const { leavingId, offers } = await begin(member)
  assert.deepEqual(offers, [], 'nothing stands between the two buttons')
  const url = `/me/leavings/${leavingId}`
  const finish = { time: 'period_end', fingerprint: null }
  assert.equal((await member.mobile.call({ method: 'POST', url: `${url}/finish`, payload: finish })).status, 200)
  const { body } = await member.mobile.call({ url: `${url}/offers` })
  assert.equal(body.offers.length, 1)
  const take = `${url}/offers/${body.offers[0].offerId}/acceptance`
  const taken = await member.mobile.call({ method: 'POST', url: take, payload: { backCents: null } })
  assert.deepEqual([taken.body.kind, taken.body.endsDay], ['freeze', '2027-03-10'], JSON.stringify(taken.body))
  const { body: receipt } = await member.mobile.call({ url: `${url}/receipt` })
  assert.equal(receipt.isTakenBack, true)
  const gone = await holder()
  const left = await begin(gone)
  const now = { time: 'now', fingerprint: null }
  await gone.mobile.call({ method: 'POST', url: `/me/leavings/${left.leavingId}/finish`, payload: now })
  const { body: nothing } = await gone.mobile.call({ url: `/me/leavings/${left.leavingId}/offers` })
  assert.deepEqual(nothing.offers, [], 'a pass that is over cannot rest')
  await chooseRegion('CN', 1)
})

test('a pass is handed on by a link: of two who take it at once one has it, with all that is left', async () => {
  await publish({ offersAt: 'beside', offers: [offer({ code: 'give', terms: { kind: 'transfer' }, validHours: 48 })] })
  const giver = await holder(4)
  const { take } = await begin(giver)
  const kept = await take()
  assert.equal(kept.status, 200, JSON.stringify(kept.body))
  const { body: mine } = await giver.mobile.call({ url: '/me/pass-gifts' })
  const [{ token, passGiftId }] = mine.items
  assert.equal(passGiftId, kept.body.passGiftId)
  const { body: shown } = await stranger('GET', `/pass-gifts/${token}`)
  assert.deepEqual([shown.state, shown.units[0].leftUnits], ['open', 6])
  assert.ok(!JSON.stringify(shown).includes(giver.memberId), 'who gives is not shown')
  const url = `/me/pass-gift-links/${token}/acceptance`
  const own = await giver.mobile.call({ method: 'POST', url })
  assert.equal(own.body.code, 'transfer_to_oneself')
  const receivers = [await holder(), await holder()]
  const answers = await Promise.all(receivers.map(({ mobile }) => mobile.call({ method: 'POST', url })))
  assert.deepEqual(answers.map(({ status, body }) => [status, body.code]).sort(), [
    [200, undefined],
    [409, 'pass_gift_taken'],
  ])
  const winner = receivers[answers.findIndex(({ status }) => status === 200)]!
  const { body: passes } = await winner.mobile.call({ url: '/me/passes' })
  assert.ok(passes.items.some(({ id }: { id: string }) => id === giver.passId))
  assert.equal((await stranger('GET', `/pass-gifts/${token}`)).body.state, 'taken')
  const late = await giver.mobile.call({ method: 'DELETE', url: `/me/pass-gifts/${passGiftId}` })
  assert.equal(late.body.code, 'pass_gift_taken')
  const forged = await stranger('GET', `/pass-gifts/${forgeToken(token)}`)
  assert.equal(forged.body.code, 'pass_gift_not_found')
})

test('a link leads nowhere once it was withdrawn, ran out, or its holder left after all', async () => {
  const [giver, receiver] = [await holder(), await holder()]
  const made = (hours: number) =>
    committed(shop.merchantId, (work) => makePassGift(work, { storeId: shop.storeId, memberId: giver.memberId, hours }))
  const gifts = [await made(24), await made(24), await made(1)]
  const { body } = await giver.mobile.call({ url: '/me/pass-gifts' })
  const tokenOf = (index: number) =>
    body.items.find(({ passGiftId }: { passGiftId: string }) => passGiftId === gifts[index]!.passGiftId).token
  const take = (index: number) =>
    receiver.mobile.call({ method: 'POST', url: `/me/pass-gift-links/${tokenOf(index)}/acceptance` })
  const withdraw = (by: SignedIn) => by.call({ method: 'DELETE', url: `/me/pass-gifts/${gifts[0]!.passGiftId}` })
  assert.equal((await withdraw(receiver.mobile)).body.code, 'pass_gift_not_found', 'another’s')
  assert.equal((await withdraw(giver.mobile)).status, 200)
  assert.equal((await take(0)).body.code, 'pass_gift_over')
  const leaving = await begin({ ...giver, passId: gifts[1]!.passId })
  const now = { time: 'now', fingerprint: null }
  await giver.mobile.call({ method: 'POST', url: `/me/leavings/${leaving.leavingId}/finish`, payload: now })
  assert.equal((await take(1)).body.code, 'pass_ended')
  clock.moveTo(new Date(testAt.getTime() + 2 * 3_600_000))
  assert.equal((await take(2)).body.code, 'pass_gift_over')
  clock.moveTo(testAt)
})

test('a smaller plan is taken at once: the old pass ends, the new one is there, the difference comes back as shown', async () => {
  const small = await committed(shop.merchantId, (work) =>
    makePlan(work, { name: '面部护理三次卡', priceCents: 60_000, components: [makeComponent({ units: 3 })] }),
  )
  const smaller = offer({ code: 'smaller', terms: { kind: 'downgrade', planId: small.planId } })
  await publish({ offersAt: 'beside', offers: [smaller] })
  const member = await holder(2)
  const { offers, take, leavingId } = await begin(member)
  // Two of ten used at 160.00 each: 1,280.00 comes back, 600.00 of it pays the smaller plan.
  assert.deepEqual(offers[0].change, { planName: '面部护理三次卡', priceCents: 60_000, backCents: 68_000 })
  const stale = await take({ backCents: 84_000 })
  assert.equal(stale.body.code, 'quote_changed')
  const answers = await Promise.all([take({ backCents: 68_000 }), take({ backCents: 68_000 })])
  assert.deepEqual(
    answers.map(({ status }) => status).sort(),
    [200, 409],
    JSON.stringify(answers.map(({ body }) => body)),
  )
  const taken = answers.find(({ status }) => status === 200)!.body
  assert.deepEqual([taken.backCents, taken.toHandOverCents], [68_000, 68_000], 'paid in cash: somebody counts it out')
  const { body: passes } = await member.mobile.call({ url: '/me/passes' })
  const states = passes.items.map(({ name, state }: { name: string; state: string }) => `${name} ${state}`).sort()
  assert.deepEqual(states, ['面部护理三次卡 active', '面部护理十次卡 ended'])
  const { body: waiting } = await owner.call({ url: '/leavings-to-hand-over' })
  assert.ok(
    waiting.items.some(
      (row: { leavingId: string; cents: number }) => row.leavingId === leavingId && row.cents === 68_000,
    ),
  )
  const used = await holder(9)
  assert.deepEqual((await begin(used)).offers, [], 'what comes back does not pay for it')
})

test('two phones accept the one offer: it is taken once, and its budget too', async () => {
  const rest = offer({
    ...{ code: 'rest', terms: { kind: 'freeze', days: 10 }, costCents: 100, monthlyBudgetCents: 100 },
  })
  await publish({ offersAt: 'beside', offers: [rest] })
  const { take } = await begin(await holder())
  const answers = await Promise.all([take(), take(), take()])
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409, 409])
})

test('two phones set out at once: one leaving is open, the other given up, and neither fails', async () => {
  const member = await holder()
  const created = await Promise.all([begin(member), begin(member), begin(member)])
  assert.equal(new Set(created.map(({ leavingId }) => leavingId)).size, 3)
  const { body } = await member.mobile.call({ url: '/me/leavings' })
  const open = body.items.filter(({ doneAs }: { doneAs: string | null }) => doneAs === null)
  assert.deepEqual([open.length, body.items.length], [1, 3])
})

test('what was changed for a reason shows its share before and after; the report adds up by every side, also as a file', async () => {
  const created = await owner.call({
    method: 'POST',
    url: '/improvements',
    payload: { reasonCode: 'moved', day: '2026-02-20', words: '新开南门店' },
  })
  assert.equal(created.status, 201, JSON.stringify(created.body))
  const unknown = { reasonCode: 'rain', day: '2026-02-20', words: '雨棚' }
  assert.equal(
    (await owner.call({ method: 'POST', url: '/improvements', payload: unknown })).body.code,
    'invalid_input',
  )
  const { body: list } = await owner.call({ url: '/improvements' })
  const [row] = list.items
  assert.deepEqual([row.words, row.before.of, row.differenceBps], ['新开南门店', 0, null])
  assert.ok(row.after.of >= 1 && row.after.named >= 1)
  const period = 'from=2026-02-01&until=2026-03-31'
  const { body: report } = await owner.call({ url: `/retention-report?${period}` })
  const begun = report.reasons.reduce((sum: number, each: { begun: number }) => sum + each.begun, 0)
  for (const by of ['month', 'plan', 'store', 'age', 'region', 'storeRegion', 'advisor', 'channel']) {
    const { body } = await owner.call({ url: `/retention-report/breakdown?${period}&by=${by}` })
    const sum = body.items.reduce((total: number, each: { begun: number }) => total + each.begun, 0)
    assert.equal(sum, begun, by)
  }
  const { body: regions } = await owner.call({ url: `/retention-report/breakdown?${period}&by=storeRegion` })
  assert.ok(
    regions.items.every(({ key }: { key: string }) => ['CN', 'DE'].includes(key)),
    JSON.stringify(regions),
  )
  // At six in the evening UTC the shop's next day has begun: one may note what was changed on it, and no day after.
  const late = { at: new Date('2026-03-01T18:00:00Z') }
  const note = (day: string) =>
    committed(
      shop.merchantId,
      (work) => noteImprovement(work, { id: newId(), reasonCode: 'moved', day, words: '晚间课' }),
      late,
    )
  await note('2026-03-02')
  await assert.rejects(note('2026-03-03'), { code: 'invalid_input' })
  const { headers } = owner
  const file = await app.inject({ url: `/api/v1/exports/retention-report?${period}&by=channel`, headers })
  assert.equal(file.statusCode, 200, file.body)
  assert.match(file.body, /counter,1,1,0,1200\.00/)
  const drop = () => owner.call({ method: 'DELETE', url: `/improvements/${row.id}` })
  assert.equal((await drop()).status, 200)
  assert.equal((await drop()).body.code, 'improvement_not_found')
})

test('after a receipt one of two offers is taken, never both; an offer of nobody’s is none', async () => {
  const rest = offer({ code: 'rest', terms: { kind: 'freeze', days: 10 } })
  await publish({ offersAt: 'after_receipt', offers: [rest, offer({ code: 'call', terms: { kind: 'contact' } })] })
  const member = await holder()
  const { leavingId } = await begin(member)
  const url = `/me/leavings/${leavingId}`
  const finish = { time: 'period_end', fingerprint: null }
  await member.mobile.call({ method: 'POST', url: `${url}/finish`, payload: finish })
  const offered = async () => (await member.mobile.call({ url: `${url}/offers` })).body.offers
  const [main, fallback] = await offered()
  const take = (offerId: string) =>
    member.mobile.call({ method: 'POST', url: `${url}/offers/${offerId}/acceptance`, payload: { backCents: null } })
  assert.equal((await take(newId())).body.code, 'offer_not_found')
  assert.equal((await take(main.offerId)).status, 200)
  assert.equal((await take(fallback.offerId)).body.code, 'offer_taken')
  assert.deepEqual(await offered(), [])
})

test('an offer whose month was spent by somebody else meanwhile is refused, and the way out stays', async () => {
  const rest = offer({
    ...{ code: 'rest_once', terms: { kind: 'freeze', days: 10 }, costCents: 100, monthlyBudgetCents: 100 },
  })
  await publish({ offersAt: 'beside', offers: [rest] })
  const [first, second] = [await begin(await holder()), await begin(await holder())]
  assert.equal((await first.take()).status, 200)
  assert.equal((await second.take()).body.code, 'offer_budget_spent')
  const { leaving } = await committed(shop.merchantId, (work) =>
    finishLeaving(work, { leavingId: second.leavingId, time: 'now', fingerprint: null }),
  )
  assert.equal(leaving.doneAs, 'cancelled')
})

test('a member without a phone on record gets no code, and leaves by the reason why there is none', async () => {
  const { leavingId } = await committed(shop.merchantId, async (work) => {
    const { id: memberId } = await makeMember(work, { phone: null })
    const { passId } = await makePass(work, { storeId: shop.storeId, memberId, plan })
    const proof = { kind: 'card' } as const
    await beginLeaving(work, { leavingId: passId, passId, memberId, channel: 'counter', proof })
    return { leavingId: passId }
  })
  const sent = await owner.call({ method: 'POST', url: `/leavings/${leavingId}/confirmation-codes` })
  assert.equal(sent.body.code, 'member_without_phone')
  const payload = { time: 'now', fingerprint: null, withoutCode: 'no_phone' }
  const done = await owner.call({ method: 'POST', url: `/leavings/${leavingId}/finish`, payload })
  assert.equal(done.status, 200, JSON.stringify(done.body))
})

test('after all of that the ledger verifies', async () => {
  const { ok } = await committed(shop.merchantId, (work) => verifyLedger(work))
  assert.ok(ok)
})
