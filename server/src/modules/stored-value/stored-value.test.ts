import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { expireValue } from '#modules/ledger/expire-value.ts'
import { spendValue } from '#modules/ledger/spend-value.ts'
import { verifyLedger } from '#modules/ledger/verify-ledger.ts'
import { mergeMembers, quoteMerge } from '#modules/member-lifecycle/merge-members.ts'
import type { App } from '#platform/http.ts'
import { newId } from '#shared/ids.ts'
import { accept } from '#shared/refusal.ts'
import { testApp } from '#testing/app.ts'
import {
  makeCommittedShop,
  makeUser,
  signIn,
  testPassword,
  type MadeShop,
  type SignedIn,
} from '#testing/make-merchant.ts'
import { makeMember } from '#testing/make-member.ts'
import { committed } from '#testing/work.ts'
import { previewTopUpRefund } from './refund-top-up.ts'
import { storedValuePurse } from './sell-top-up.ts'

type AccountBody = { asset: string; balanceUnits: number; availableUnits: number }
type LineBody = {
  kind: string
  source: { kind: string }
  parts: { deltaUnits: number; balanceAfterUnits: number }[]
}
type TopUpBody = { topUpId: string; offerName: string | null; refund: unknown }
type OfferBody = { offerId: string; closedAt: string | null }

let app: App
let shop: MadeShop
let owner: SignedIn
let offerId: string

before(async () => {
  app = await testApp()
  shop = await makeCommittedShop()
  owner = await signIn(app, { merchantId: shop.merchantId, userId: shop.ownerId })
  offerId = await makeOffer()
})

const terms = {
  name: '充 1,000 送 200',
  principalCents: 100_000,
  bonusCents: 20_000,
  drawMode: 'proportional',
  bonusMonths: 12,
}

async function makeOffer(): Promise<string> {
  const { status, body } = await owner.call({ method: 'POST', url: '/top-up-offers', payload: terms })
  assert.equal(status, 201, JSON.stringify(body))
  return body.offerId
}

async function makeCustomer(): Promise<string> {
  return committed(shop.merchantId, async (work) => (await makeMember(work)).id)
}

async function quoted(memberId: string, more: object = {}) {
  const wish = {
    storeId: shop.storeId,
    memberId,
    offerId,
    tenders: [{ tenderId: newId(), kind: 'cash', receivedCents: 100_000 }],
    ...more,
  }
  const { status, body } = await owner.call({ method: 'POST', url: '/top-ups/quote', payload: wish })
  return { status, quote: body, payload: { ...wish, fingerprint: body.fingerprint } }
}

async function topUp(memberId: string): Promise<string> {
  const { payload } = await quoted(memberId)
  const { status, body } = await owner.call({ method: 'POST', url: '/top-ups', payload })
  assert.equal(status, 201, JSON.stringify(body))
  return body.topUpId
}

/** Spends stored value, as a sale would. */
function spend(memberId: string, units: number) {
  return committed(shop.merchantId, async (work) => {
    const source = { kind: 'sale', id: newId() }
    accept((await spendValue(work, [{ accounts: storedValuePurse(memberId), units, source }]))[0]!)
  })
}

test('a top-up is quoted, sold as shown, and stands on the member’s accounts and statement', async () => {
  const memberId = await makeCustomer()
  const { quote, payload } = await quoted(memberId, {
    tenders: [{ tenderId: newId(), kind: 'cash', receivedCents: 105_000 }],
  })
  assert.deepEqual([quote.principalCents, quote.bonusCents, quote.changeCents], [100_000, 20_000, 5_000])
  assert.equal(quote.bonusExpiresDay, '2027-03-01')
  const key = newId()
  const { status, body } = await owner.call({ method: 'POST', url: '/top-ups', payload, key })
  assert.equal(status, 201, JSON.stringify(body))
  assert.deepEqual(body, {
    topUpId: key,
    topUpNumber: 'C01-000001',
    principalCents: 100_000,
    bonusCents: 20_000,
    changeCents: 5_000,
    storedCents: 120_000,
  })
  const again = await owner.call({ method: 'POST', url: '/top-ups', payload, key })
  assert.deepEqual(again, { status: 201, body })

  await spend(memberId, 60_000)
  const accounts = await owner.call({ url: `/members/${memberId}/accounts` })
  assert.deepEqual(
    accounts.body.items.map((account: AccountBody) => [account.asset, account.balanceUnits, account.availableUnits]),
    [
      ['points', 0, 0],
      ['stored_principal', 50_000, 50_000],
      ['stored_bonus', 10_000, 10_000],
    ],
  )
  const statement = await owner.call({ url: `/members/${memberId}/statement?of=stored_value` })
  assert.deepEqual(
    statement.body.items.map((line: LineBody) => [
      line.kind,
      line.source.kind,
      ...line.parts.map((part) => [part.deltaUnits, part.balanceAfterUnits]),
    ]),
    [
      ['spend', 'sale', [-50_000, 50_000], [-10_000, 10_000]],
      ['grant', 'top_up', [100_000, 100_000], [20_000, 20_000]],
    ],
  )
  assert.equal(statement.body.next, null)
  const record = await owner.call({ url: `/top-ups/${key}` })
  assert.equal(record.body.tenders[0].receivedCents, 105_000)
  const list = await owner.call({ url: `/members/${memberId}/top-ups` })
  assert.deepEqual(
    list.body.items.map((item: TopUpBody) => [item.topUpId, item.offerName, item.refund]),
    [[key, terms.name, null]],
  )
})

test('the statement reads the same page by page', async () => {
  const memberId = await makeCustomer()
  await topUp(memberId)
  for (let i = 0; i < 7; i++) await spend(memberId, i % 2 === 0 ? 1 : 1_000)
  const whole = await owner.call({ url: `/members/${memberId}/statement?of=stored_value` })
  assert.equal(whole.body.items.length, 8)
  const paged = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const from: string = cursor ? `&cursor=${cursor}` : ''
    const { body } = await owner.call({ url: `/members/${memberId}/statement?of=stored_value&limit=3${from}` })
    paged.push(...body.items)
    cursor = body.next
  }
  assert.deepEqual(paged, whole.body.items)
})

test('a top-up that is not what was shown is not sold', async () => {
  const memberId = await makeCustomer()
  const { payload } = await quoted(memberId)
  const other = { ...payload, offerId: null, principalCents: 100_000 }
  const changed = await owner.call({ method: 'POST', url: '/top-ups', payload: other })
  assert.deepEqual([changed.status, changed.body.code], [409, 'quote_changed'])
  for (const [bad, code] of [
    [{ principalCents: 1 }, 'invalid_top_up'],
    [{ offerId: newId() }, 'top_up_offer_not_found'],
    [{ storeId: newId() }, 'store_not_found'],
    [{ memberId: newId() }, 'member_not_found'],
    [{ tenders: [{ tenderId: newId(), kind: 'cash', receivedCents: 99_999 }] }, 'top_up_underpaid'],
  ] as const) {
    const refused = await owner.call({ method: 'POST', url: '/top-ups', payload: { ...payload, ...bad } })
    assert.equal(refused.body.code, code)
  }
  for (const receivedCents of [0, -1, 1.5, 2 ** 53, '１００']) {
    const tenders = [{ tenderId: newId(), kind: 'cash', receivedCents }]
    const refused = await owner.call({ method: 'POST', url: '/top-ups', payload: { ...payload, tenders } })
    assert.deepEqual([refused.status, refused.body.code], [400, 'invalid_input'])
  }
  const accounts = await owner.call({ url: `/members/${memberId}/accounts` })
  assert.ok(accounts.body.items.every((account: AccountBody) => account.balanceUnits === 0))
})

test('an offer taken off sale is not sold, and is when it is put back', async () => {
  const memberId = await makeCustomer()
  const closing = { url: `/top-up-offers/${await makeOffer()}/closure` }
  const closed = { ...closing, method: 'POST' as const, payload: {} }
  const id = closing.url.split('/')[2]!
  assert.equal((await owner.call(closed)).status, 200)
  assert.equal((await quoted(memberId, { offerId: id })).quote.code, 'top_up_offer_closed')
  assert.equal((await owner.call({ ...closing, method: 'DELETE' })).status, 200)
  assert.equal((await quoted(memberId, { offerId: id })).status, 200)
  const { body } = await owner.call({ url: '/top-up-offers' })
  assert.ok(body.items.some((offer: OfferBody) => offer.offerId === id && offer.closedAt === null))
})

for (const { cause, knewGoods, refundCents } of [
  { cause: 'merchant', knewGoods: false, refundCents: 50_000 },
  { cause: 'member', knewGoods: true, refundCents: 40_000 },
  { cause: 'member', knewGoods: false, refundCents: 50_000 },
]) {
  const who = `the ${cause}’s cause${cause === 'member' && !knewGoods ? ', within the days to think it over' : ''}`
  test(`the rest of a top-up of which 600.00 are used is paid back, by ${who}: ${refundCents / 100} (R3, R5), once`, async () => {
    const memberId = await makeCustomer()
    const topUpId = await topUp(memberId)
    await spend(memberId, 60_000)
    const url = `/top-ups/${topUpId}/refund`
    const { body: quote } = await owner.call({ url: `${url}-quote?cause=${cause}&knewGoods=${knewGoods}` })
    assert.equal(quote.refundCents, refundCents)
    assert.equal(quote.isWithdrawal, cause === 'member' && !knewGoods)
    const payload = {
      storeId: shop.storeId,
      cause,
      knewGoods,
      tender: { kind: 'cash' },
      reason: '搬家',
      fingerprint: quote.fingerprint,
    }
    const stale = { ...payload, fingerprint: '0'.repeat(64) }
    assert.equal((await owner.call({ method: 'POST', url, payload: stale })).body.code, 'quote_changed')
    const answers = await Promise.all([1, 2].map(() => owner.call({ method: 'POST', url, payload })))
    assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 409])
    const done = answers.find(({ status }) => status === 201)!
    assert.deepEqual(
      [done.body.refundCents, done.body.principalTakenCents, done.body.bonusForfeitedCents],
      [refundCents, 50_000, 10_000],
    )
    assert.equal((await owner.call({ url: `${url}-quote?cause=${cause}` })).body.code, 'top_up_refunded')
    const accounts = await owner.call({ url: `/members/${memberId}/accounts` })
    assert.ok(accounts.body.items.every((account: AccountBody) => account.balanceUnits === 0))
  })
}

test('a bonus that expired unused is gone, swept or not, and what was drawn of it before still counts as used', async () => {
  const later = { at: new Date('2027-03-02T06:00:00Z') }
  const refundOf = async (isSwept: boolean) => {
    const memberId = await makeCustomer()
    const topUpId = await topUp(memberId)
    await spend(memberId, 60_000)
    if (isSwept) await committed(shop.merchantId, (work) => expireValue(work), later)
    return committed(shop.merchantId, (work) => previewTopUpRefund(work, { topUpId, cause: 'merchant' }), later)
  }
  for (const isSwept of [false, true]) {
    const quote = await refundOf(isSwept)
    assert.deepEqual(
      [quote.refundCents, quote.consumedCents, quote.principalTakenCents, quote.bonusForfeitedCents],
      [50_000, 60_000, 50_000, 0],
    )
  }
})

test('a cashier gives a top-up back only with a manager’s approval for this very one, which stands in the log', async () => {
  const topUpId = await topUp(await makeCustomer())
  const { userId } = await committed(shop.merchantId, (work) => makeUser(work, { role: 'cashier' }))
  const cashier = await signIn(app, { merchantId: shop.merchantId, userId })
  const url = `/top-ups/${topUpId}/refund`
  const { body: quote } = await cashier.call({ url: `${url}-quote?cause=member` })
  const payload = {
    ...{ storeId: shop.storeId, cause: 'member', tender: { kind: 'cash' }, reason: '会员要求' },
    fingerprint: quote.fingerprint,
  }
  const alone = await cashier.call({ method: 'POST', url, payload })
  assert.deepEqual([alone.status, alone.body.code], [403, 'top_up_refund_approval_needed'])
  assert.deepEqual(alone.body.details, { permission: 'topup.refund', amountCents: 100_000 })

  const approve = async (subjectId: string) => {
    const approvalId = newId()
    const manager = { loginName: `owner-${shop.merchantId}`, password: testPassword }
    const { status, body } = await cashier.call({
      method: 'POST',
      url: '/approvals',
      payload: {
        ...{ approvalId, permission: 'topup.refund', subject: { kind: 'top_up', id: subjectId } },
        ...{ amountCents: 100_000, reason: '熟客', manager },
      },
    })
    assert.equal(status, 201, JSON.stringify(body))
    return approvalId
  }
  const other = await approve(newId())
  const mismatched = await cashier.call({ method: 'POST', url, payload: { ...payload, approvalId: other } })
  assert.equal(mismatched.body.code, 'approval_mismatch')

  const approvalId = await approve(topUpId)
  const done = await cashier.call({ method: 'POST', url, payload: { ...payload, approvalId } })
  assert.equal(done.status, 201, JSON.stringify(done.body))
  const { body: log } = await owner.call({ url: `/audit?subjectId=${topUpId}&action=topup.refund` })
  assert.deepEqual(
    log.items.map((line: { action: string; approvedBy: { id: string } }) => [line.action, line.approvedBy.id]),
    [['topup.refund', shop.ownerId]],
  )
})

test('after a merge, what remains of a top-up is paid back from the survivor’s accounts', async () => {
  const [absorbedId, survivorId] = [await makeCustomer(), await makeCustomer()]
  const topUpId = await topUp(absorbedId)
  await spend(absorbedId, 60_000)
  await committed(shop.merchantId, async (work) => {
    const pair = { survivorId, absorbedId }
    await mergeMembers(work, { id: newId(), ...pair, fingerprint: (await quoteMerge(work, pair)).fingerprint })
  })
  await spend(survivorId, 6_000)
  const url = `/top-ups/${topUpId}/refund`
  const { body: quote } = await owner.call({ url: `${url}-quote?cause=merchant` })
  assert.deepEqual([quote.consumedCents, quote.refundCents], [66_000, 45_000])
  const payload = { storeId: shop.storeId, cause: 'merchant', tender: { kind: 'cash' }, reason: '闭店' }
  const done = await owner.call({ method: 'POST', url, payload: { ...payload, fingerprint: quote.fingerprint } })
  assert.equal(done.status, 201)
  const accounts = await owner.call({ url: `/members/${survivorId}/accounts` })
  assert.ok(accounts.body.items.every((account: AccountBody) => account.balanceUnits === 0))
})

test('after all of that the ledger verifies', async () => {
  assert.equal((await committed(shop.merchantId, verifyLedger)).firstBroken, null)
})
