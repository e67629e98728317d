import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { expireValue } from '#modules/ledger/expire-value.ts'
import { verifyLedger } from '#modules/ledger/verify-ledger.ts'
import type { App } from '#platform/http.ts'
import { testApp } from '#testing/app.ts'
import { makeCommittedShop, makeUser, signIn, type MadeShop, type SignedIn } from '#testing/make-merchant.ts'
import { makeMember } from '#testing/make-member.ts'
import { committed } from '#testing/work.ts'

type LineBody = { kind: string; parts: [{ deltaUnits: number; balanceAfterUnits: number }] }

let app: App
let shop: MadeShop
let owner: SignedIn

before(async () => {
  app = await testApp()
  shop = await makeCommittedShop()
  owner = await signIn(app, { merchantId: shop.merchantId, userId: shop.ownerId })
})

const rule = {
  points: 1,
  perCents: 100,
  excludedTenders: ['points'],
  isTaxIncluded: true,
  pendingDays: 0,
  expiry: { months: 12, round: 'month_end' },
}

const adjust = (memberId: string, deltaPoints: unknown, reason = '补登积分') =>
  owner.call({
    method: 'POST',
    url: `/members/${memberId}/points-adjustments`,
    payload: { storeId: shop.storeId, deltaPoints, reason },
  })

test('rules are published as versions, and a save over a newer one is refused', async () => {
  const { body: none } = await owner.call({ url: '/points/rule' })
  assert.deepEqual([none.version, none.points], [0, 0])
  const save = (version: number) => owner.call({ method: 'PUT', url: '/points/rule', payload: { version, ...rule } })
  assert.deepEqual((await save(0)).body, { version: 1 })
  assert.equal((await save(0)).body.code, 'settings_changed')
  const both = await Promise.all([save(1), save(1)])
  assert.deepEqual(both.map(({ status }) => status).sort(), [200, 409])
  assert.deepEqual((await owner.call({ url: '/points/rule' })).body, { version: 2, ...rule })
  const { body } = await owner.call({ url: '/points/rules' })
  const versions = body.items as { version: number; at: string; authorName: string | null }[]
  assert.deepEqual(
    versions.map(({ version }) => version),
    [2, 1],
  )
  assert.ok(versions.every(({ authorName }) => authorName))
})

test('points are corrected up and down with a reason, never below zero, and expire like earned ones', async () => {
  const memberId = await committed(shop.merchantId, async (work) => (await makeMember(work)).id)
  const up = await adjust(memberId, 100)
  assert.deepEqual([up.status, up.body.balanceUnits], [201, 100])
  assert.equal((await adjust(memberId, -30)).body.balanceUnits, 70)
  assert.equal((await adjust(memberId, -71)).body.code, 'balance_insufficient')
  for (const delta of [0, 1.5, '１０', 2 ** 53]) {
    const refused = await adjust(memberId, delta)
    assert.deepEqual([refused.status, refused.body.code], [400, 'invalid_input'])
  }
  assert.equal((await adjust(memberId, 1, '')).status, 400)

  const { body } = await owner.call({ url: `/members/${memberId}/accounts` })
  const points = body.items.find((account: { asset: string }) => account.asset === 'points')
  assert.deepEqual([points.availableUnits, points.lots[0].expiresDay], [70, '2027-03-31'])
  const statement = await owner.call({ url: `/members/${memberId}/statement?of=points` })
  assert.deepEqual(
    statement.body.items.map((line: LineBody) => [
      line.kind,
      line.parts[0].deltaUnits,
      line.parts[0].balanceAfterUnits,
    ]),
    [
      ['adjust', -30, 70],
      ['adjust', 100, 100],
    ],
  )
  const later = { at: new Date('2027-03-31T16:00:00Z') }
  const swept = await committed(shop.merchantId, (work) => expireValue(work), later)
  assert.deepEqual(swept, { lots: 1, units: 70 })
  assert.deepEqual(await committed(shop.merchantId, (work) => expireValue(work), later), { lots: 0, units: 0 })
})

test('who may not adjust points cannot, and a member of nobody is not found', async () => {
  const { userId } = await committed(shop.merchantId, (work) =>
    makeUser(work, { permissions: ['ledger.read', 'members.read'] }),
  )
  const reader = await signIn(app, { merchantId: shop.merchantId, userId })
  const memberId = await committed(shop.merchantId, async (work) => (await makeMember(work)).id)
  const payload = { storeId: shop.storeId, deltaPoints: 5, reason: '试试' }
  const refused = await reader.call({ method: 'POST', url: `/members/${memberId}/points-adjustments`, payload })
  assert.deepEqual([refused.status, refused.body.code], [403, 'not_allowed'])
  const unknown = '0198c0de-0000-7000-8000-00000000dead'
  assert.equal((await adjust(unknown, 5)).body.code, 'member_not_found')
  for (const read of ['accounts', 'statement?of=points', 'points-endings', 'points-extensions', 'points-rules'])
    assert.equal((await reader.call({ url: `/members/${unknown}/${read}` })).body.code, 'member_not_found', read)
})

test('after all of that the ledger verifies', async () => {
  assert.equal((await committed(shop.merchantId, verifyLedger)).firstBroken, null)
})
