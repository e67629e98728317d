import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import fc from 'fast-check'
import { giftValue } from '#modules/ledger/move-value.ts'
import { restoreValue, spendValue } from '#modules/ledger/spend-value.ts'
import type { App } from '#platform/http.ts'
import { newId } from '#shared/ids.ts'
import { accept } from '#shared/refusal.ts'
import { testApp } from '#testing/app.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeCommittedShop, makeStore, makeUser, signIn, type MadeShop, type SignedIn } from '#testing/make-merchant.ts'
import { makeOffer, makeTopUp } from '#testing/make-top-up.ts'
import { committed, testAt } from '#testing/work.ts'
import { previewTopUpRefund, refundTopUp } from './refund-top-up.ts'
import { storedValuePurse } from './sell-top-up.ts'
import { netStoredValue, type StoreDay } from './settlement-rules.ts'

let app: App
let shop: MadeShop
let owner: SignedIn
let b: string
let c: string
const day = '2026-03-01'
const period = `from=${day}&until=2026-03-02`

before(async () => {
  app = await testApp()
  shop = await makeCommittedShop()
  owner = await signIn(app, { merchantId: shop.merchantId, userId: shop.ownerId })
  ;[b, c] = await committed(shop.merchantId, async (work) => {
    const made = [await makeStore(work, { name: 'B 店' }), await makeStore(work, { name: 'C 店' })]
    return [made[0]!.storeId, made[1]!.storeId] as const
  })
  for (const storeId of [b, c]) {
    const payload = { kind: 'franchise', version: 0 }
    const { status } = await owner.call({ method: 'PUT', url: `/stores/${storeId}/settlement-party`, payload })
    assert.equal(status, 200)
  }
})

type Row = { day: string; partyId: string | null; collectedCents: number; servedCents: number; netCents: number }

async function settled(): Promise<{
  rows: Row[]
  crossings: object[]
  parties: { storeId: string; version: number }[]
}> {
  const { status, body } = await owner.call({ url: `/stored-value/settlement?${period}` })
  assert.equal(status, 200, JSON.stringify(body))
  return body
}

function spend(memberId: string, storeId: string, units: number) {
  return committed(shop.merchantId, async (work) => {
    const source = { kind: 'sale', id: newId() }
    accept((await spendValue(work, [{ accounts: storedValuePurse(memberId), units, source, storeId }]))[0]!)
    return source
  })
}

test('B sold 100 and served 20, C served 30: B owes 80, C is owed 30, the head office holds 50 (R9)', async () => {
  const { memberId, topUpId } = await committed(shop.merchantId, async (work) => {
    const { id: memberId } = await makeMember(work)
    return { memberId, ...(await makeTopUp(work, { storeId: b, memberId, principalCents: 100_00 })) }
  })
  await spend(memberId, b, 20_00)
  await spend(memberId, c, 30_00)
  const { rows, crossings } = await settled()
  assert.deepEqual(
    rows.map(({ partyId, netCents }) => [partyId, netCents]),
    [
      [b, 80_00],
      [c, -30_00],
      [null, -50_00],
    ],
  )
  assert.deepEqual(crossings, [
    { originStoreId: b, storeId: b, servedCents: 20_00 },
    { originStoreId: b, storeId: c, servedCents: 30_00 },
  ])

  // What is given back to another member keeps its origin, a refund takes service back, and money paid back is the payer's.
  const taker = await committed(shop.merchantId, async (work) => {
    const { id } = await makeMember(work)
    const [principal] = storedValuePurse(memberId)
    const gift = { from: { ownerKind: 'member', ownerId: memberId }, to: { ownerKind: 'member', ownerId: id } } as const
    const source = { kind: 'gift', id: newId() }
    accept((await giftValue(work, [{ ...gift, assets: [principal.asset], units: 10_00, kind: 'gift', source }]))[0]!)
    return id
  })
  const spent = await spend(taker, c, 10_00)
  await committed(shop.merchantId, async (work) => {
    const owned = { ownerKind: 'member', ownerId: taker } as const
    const assets = ['stored_principal', 'stored_bonus']
    const back = { spend: spent, units: 4_00, owner: owned, expired: { policy: 'void' } as const, assets }
    accept((await restoreValue(work, [{ ...back, source: { kind: 'refund', id: newId() }, storeId: c }]))[0]!)
  })
  await committed(shop.merchantId, async (work) => {
    const asked = { topUpId, cause: 'merchant' } as const
    const { fingerprint, refundCents } = await previewTopUpRefund(work, asked)
    assert.equal(refundCents, 40_00)
    const out = { refundId: newId(), storeId: b, tender: { kind: 'cash' }, reason: '搬家', fingerprint } as const
    await refundTopUp(work, { ...asked, ...out })
  })
  const after = await settled()
  assert.deepEqual(
    after.rows.map(({ netCents }) => netCents),
    [40_00, -36_00, -4_00],
    'what is outstanding: the 4.00 that came back to the one who was given it',
  )
  assert.deepEqual(after.crossings[1], { originStoreId: b, storeId: c, servedCents: 36_00 })
})

test('the file of the days sums to zero, and a store of the merchant’s own is one with the head office', async () => {
  const { headers } = owner
  const file = await app.inject({ url: `/api/v1/exports/stored-value-settlement?${period}`, headers })
  assert.equal(file.statusCode, 200)
  const lines = file.body.trim().split('\r\n').slice(1)
  assert.equal(lines.length, 3)
  const owed = lines.map((line) => Number(line.split(',').at(-1)))
  assert.equal(
    owed.reduce((sum, cents) => sum + cents, 0),
    0,
  )
  const { parties } = await settled()
  const version = parties.find(({ storeId }) => storeId === c)!.version
  const url = `/stores/${c}/settlement-party`
  const stale = await owner.call({ method: 'PUT', url, payload: { kind: 'own', version: version - 1 } })
  assert.equal(stale.body.code, 'settings_changed')
  assert.equal((await owner.call({ method: 'PUT', url, payload: { kind: 'own', version } })).status, 200)
  assert.deepEqual(
    (await settled()).rows.map(({ partyId, netCents }) => [partyId, netCents]),
    [
      [b, 40_00],
      [null, -40_00],
    ],
  )
})

test('days that run backwards, too many of them, and staff of one store are refused', async () => {
  for (const asked of ['from=2026-03-02&until=2026-03-01', 'from=2024-01-01&until=2026-03-01']) {
    assert.equal((await owner.call({ url: `/stored-value/settlement?${asked}` })).body.code, 'invalid_input')
  }
  const manager = await committed(shop.merchantId, (work) => makeUser(work, { role: 'manager', storeIds: [b] }))
  const signed = await signIn(app, { merchantId: shop.merchantId, userId: manager.userId })
  assert.equal((await signed.call({ url: `/stored-value/settlement?${period}` })).body.code, 'store_not_allowed')
})

test('a store sells under the region it chose, and what it sold keeps its pack', async () => {
  const url = `/stores/${c}/law-pack`
  assert.deepEqual((await owner.call({ url })).body, { region: 'CN', version: 0, packId: 'CN@2025-05-01' })
  const unknown = await owner.call({ method: 'PUT', url, payload: { region: 'FR', version: 0 } })
  assert.equal(unknown.body.code, 'law_region_unknown')
  const sellAtC = () =>
    committed(shop.merchantId, async (work) => {
      const { id: memberId } = await makeMember(work)
      const offer = await makeOffer(work)
      const { topUpId } = await makeTopUp(work, { storeId: c, memberId, offerId: offer.id })
      return topUpId
    })
  const inChina = await sellAtC()
  assert.equal((await owner.call({ method: 'PUT', url, payload: { region: 'DE', version: 0 } })).status, 200)
  const stale = await owner.call({ method: 'PUT', url, payload: { region: 'CN', version: 0 } })
  assert.equal(stale.body.code, 'settings_changed')
  const inGermany = await sellAtC()
  const packs = await Promise.all(
    [inChina, inGermany].map(async (topUpId) => (await owner.call({ url: `/top-ups/${topUpId}` })).body.lawPack),
  )
  assert.deepEqual(packs, ['CN@2025-05-01', 'DE@2022-07-01'])
  const later = { at: new Date(testAt.getTime() + 10 * 86_400_000) }
  const asked = (topUpId: string) =>
    committed(shop.merchantId, (work) => previewTopUpRefund(work, { topUpId, cause: 'member' }), later)
  assert.deepEqual(
    [(await asked(inChina)).isWithdrawal, (await asked(inGermany)).isWithdrawal],
    [false, true],
    'fourteen days there, seven here',
  )
})

test('any days of any stores sum to zero, and what the head office holds is what was collected less served and paid back', () => {
  const cents = fc.integer({ min: -1_000_000, max: 1_000_000 })
  const row = fc.record({
    day: fc.constantFrom('2026-03-01', '2026-03-02', '2026-03-03'),
    storeId: fc.constantFrom('a', 'b', 'c', 'd'),
    collectedCents: cents,
    servedCents: cents,
    paidBackCents: cents,
    servedBonusCents: cents,
  })
  const rowsOf = fc.uniqueArray(row, { selector: (made: StoreDay) => made.day + made.storeId })
  fc.assert(
    fc.property(rowsOf, fc.subarray(['a', 'b', 'c', 'd']), (days, franchises) => {
      const rows = netStoredValue(days, new Set(franchises))
      for (const [, ofDay] of Map.groupBy(rows, (netted) => netted.day)) {
        assert.equal(
          ofDay.reduce((sum, { netCents }) => sum + netCents, 0),
          0,
        )
        assert.equal(ofDay.filter(({ partyId }) => partyId === null).length, 1)
      }
      const held = (made: readonly Omit<StoreDay, 'storeId'>[]) =>
        made.reduce((sum, one) => sum + one.collectedCents - one.servedCents - one.paidBackCents, 0)
      assert.equal(held(rows), held(days), 'no fen is lost between stores and parties')
    }),
  )
})
