import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { absorbMember, lockPair } from '#modules/members/absorb-member.ts'
import type { App } from '#platform/http.ts'
import { testApp } from '#testing/app.ts'
import { makeCoupon, makeCouponTemplate } from '#testing/make-coupon.ts'
import { makeItem } from '#testing/make-item.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeMemberSession } from '#testing/make-member-session.ts'
import { caller, makeCommittedShop, type MadeShop, type SignedIn } from '#testing/make-merchant.ts'
import { makeSale } from '#testing/make-sale.ts'
import { makePoints, makeStoredValue } from '#testing/make-value.ts'
import { committed, testAt } from '#testing/work.ts'

let app: App
let shop: MadeShop
let itemId: string

before(async () => {
  app = await testApp()
  shop = await makeCommittedShop()
  itemId = (await committed(shop.merchantId, (work) => makeItem(work))).id
})

/** Somebody with a phone in the hand. */
async function member(): Promise<{ id: string; phone: SignedIn }> {
  const { merchantId } = shop
  const { id } = await committed(merchantId, (work) => makeMember(work))
  return { id, phone: caller(app, await committed(merchantId, (work) => makeMemberSession(work, id))) }
}

const minutes = (count: number) => ({ at: new Date(testAt.getTime() + count * 60_000) })

test('a member sees their receipts page by page, also those bought under a record that was merged into theirs, and nobody else’s', async () => {
  const [me, former, other] = [await member(), await member(), await member()]
  const { merchantId, storeId } = shop
  const buy = (memberId: string, at: number) =>
    committed(merchantId, (work) => makeSale(work, { storeId, memberId, items: [[itemId, 1]] }), minutes(at))
  const first = await buy(former.id, -30)
  const second = await buy(me.id, -20)
  const third = await buy(me.id, -10)
  const foreign = await buy(other.id, -5)
  await committed(merchantId, async (work) => absorbMember(work, await lockPair(work, me.id, former.id)))
  const seen: string[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const { body } = await me.phone.call({ url: `/me/receipts?limit=1${cursor ? `&cursor=${cursor}` : ''}` })
    seen.push(...body.items.map(({ saleId }: { saleId: string }) => saleId))
    cursor = body.next
  }
  assert.deepEqual(seen, [third.saleId, second.saleId, first.saleId])
  const opened = await me.phone.call({ url: `/me/receipts/${first.saleId}` })
  assert.equal(opened.body.receipt.lines.length, 1)
  assert.equal((await me.phone.call({ url: `/me/receipts/${foreign.saleId}` })).status, 404)
})

test('one statement holds points and stored value; each line’s balances follow from the one below', async () => {
  const { id, phone } = await member()
  const { merchantId, storeId } = shop
  await committed(merchantId, (work) => makeStoredValue(work, id, 20_000, 2_000), minutes(-60))
  await committed(merchantId, (work) => makePoints(work, id, 300, '2026-12-31'), minutes(-50))
  await committed(
    merchantId,
    (work) => makeSale(work, { storeId, memberId: id, items: [[itemId, 1]], storedCents: 1_000 }),
    minutes(-40),
  )
  type Line = { kind: string; parts: { asset: string; deltaUnits: number; balanceAfterUnits: number }[] }
  const lines: Line[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const { body } = await phone.call({ url: `/me/statement?limit=1${cursor ? `&cursor=${cursor}` : ''}` })
    lines.push(...body.items)
    cursor = body.next
  }
  assert.deepEqual(
    lines.map(({ kind }) => kind).filter((kind) => kind !== 'adjust'),
    ['spend', 'grant', 'grant'],
  )
  const below = new Map<string, number>()
  for (const { parts } of lines.toReversed()) {
    for (const { asset, deltaUnits, balanceAfterUnits } of parts) {
      assert.equal(balanceAfterUnits, (below.get(asset) ?? 0) + deltaUnits)
      below.set(asset, balanceAfterUnits)
    }
  }
  const { items } = (await phone.call({ url: '/me/accounts' })).body
  assert.deepEqual(
    items.map(({ asset, balanceUnits }: { asset: string; balanceUnits: number }) => [asset, balanceUnits]),
    ['points', 'stored_principal', 'stored_bonus'].map((asset) => [asset, below.get(asset)]),
  )
})

test('coupons come with the names that their terms speak of', async () => {
  const { id, phone } = await member()
  await committed(shop.merchantId, async (work) => {
    const scope = {
      of: 'listed' as const,
      productIds: [itemId],
      categoryIds: [],
      excludedProductIds: [],
      excludedCategoryIds: [],
    }
    const template = await makeCouponTemplate(work, { terms: { scope, storeIds: [shop.storeId] } })
    await makeCoupon(work, id, template.id)
  })
  const { body } = await phone.call({ url: '/me/coupons?state=usable' })
  assert.equal(body.items.length, 1)
  assert.equal(body.names[shop.storeId], '人民路店')
  assert.ok(body.names[itemId])
  assert.deepEqual((await phone.call({ url: '/me/coupons?state=used' })).body.items, [])
})

test('a member takes a copy of their data, asks to be forgotten and takes it back', async () => {
  const { id, phone } = await member()
  const copy = await phone.call({ url: '/me/export' })
  assert.equal(copy.body.member.profile.id, id)
  await committed(shop.merchantId, (work) => makeStoredValue(work, id, 500))
  const ask = (givesUpValue: boolean) => phone.call({ method: 'POST', url: '/me/erasure', payload: { givesUpValue } })
  assert.equal((await ask(false)).body.code, 'erasure_value_left')
  assert.equal((await ask(true)).status, 201)
  const { open } = (await phone.call({ url: '/me/erasure' })).body
  assert.equal(new Date(open.dueAt).getTime() - testAt.getTime(), 7 * 86_400_000)
  assert.equal((await phone.call({ method: 'DELETE', url: '/me/erasure' })).status, 200)
  assert.equal((await phone.call({ url: '/me/erasure' })).body.open, null)
})
