import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wholeCatalogue } from '#modules/catalog/item-scope-rules.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { accept, isRefusal } from '#shared/refusal.ts'
import { testApp } from '#testing/app.ts'
import { makeItem } from '#testing/make-item.ts'
import { makePromotion, promotionDraft } from '#testing/make-promotion.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeShop, makeStore, signIn } from '#testing/make-merchant.ts'
import { committed, inWork } from '#testing/work.ts'
import { livePromotions, promotionsAhead } from './live-promotions.ts'
import { listPromotions, readPromotion } from './promotion-queries.ts'
import { checkPromotion } from './promotion-save-rules.ts'
import type { PromotionOffer } from './promotion-types.ts'
import { changePromotion, createPromotion, endPromotion } from './save-promotion.ts'
import { lockPromotionCounters, returnPromotionUses, writePromotionUses } from './use-promotions.ts'
import { openPromotions, planPromotionUses } from './use-rules.ts'

const dayMs = 86_400_000
const later = (work: Work, ms: number): Work => ({ ...work, at: new Date(work.at.getTime() + ms) })
const refusedWith = (code: string) => (error: { code?: string }) => error.code === code

/** Takes every live promotion of a store, as a sale that all of them lower does. */
async function take(work: Work, storeId: string, memberId: string | null, offCents = 1_000) {
  const live = await livePromotions(work, [storeId])
  const state = await lockPromotionCounters(work, live, memberId ? [memberId] : [])
  const open = openPromotions(state, live, memberId)
  const saleId = newId()
  const requests = open.map(({ promotionId, version }) => ({ promotionId, version, offCents }))
  const uses = planPromotionUses(state, { saleId, storeId, memberId }, requests)
  if (isRefusal(uses)) return { saleId, refused: uses.code, taken: 0 }
  await writePromotionUses(work, accept(uses))
  return { saleId, refused: null, taken: open.length }
}

test(
  'a promotion is live in its stores, from its start until its end',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    const { storeId: other } = await makeStore(work)
    const endsAt = new Date(work.at.getTime() + dayMs)
    const { id } = await makePromotion(work, { endsAt, terms: { storeIds: [storeId] } })
    const startsAt = new Date(work.at.getTime() + 2 * dayMs)
    await createPromotion(work, newId(), promotionDraft({ name: '下周', startsAt }))
    assert.deepEqual(
      (await livePromotions(work, [storeId])).map(({ promotionId }) => promotionId),
      [id],
    )
    assert.deepEqual(await livePromotions(work, [other]), [])
    assert.deepEqual(await livePromotions(later(work, dayMs), [storeId]), [])
    assert.equal((await livePromotions(later(work, dayMs), [storeId], { from: work.at })).length, 1)
    assert.equal((await promotionsAhead(work, storeId)).length, 2)
  }),
)

test(
  'a promotion changed from an instant holds as it was until then, and each version keeps its own terms',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    const { id: promotionId } = await makePromotion(work)
    const from = new Date(work.at.getTime() + dayMs)
    const offer: PromotionOffer = {
      kind: 'threshold_off',
      steps: [{ thresholdCents: 20_000, offCents: 3_000 }],
      isRepeating: true,
      maxTimes: 3,
    }
    const draft = promotionDraft({ startsAt: work.at, terms: { offer } })
    await changePromotion(work, { ...draft, promotionId, version: 1, validFrom: from })
    const [now] = await livePromotions(work, [storeId])
    assert.deepEqual([now!.version, now!.endsAt], [1, from.toISOString()])
    const [then] = await livePromotions(later(work, dayMs), [storeId])
    assert.deepEqual([then!.version, then!.offer, then!.startsAt], [2, offer, from.toISOString()])
    const stale = changePromotion(work, { ...draft, name: '新名', promotionId, version: 1, validFrom: null })
    await assert.rejects(stale, refusedWith('settings_changed'))

    // A third one at once takes the place of what was planned.
    await changePromotion(work, { ...draft, name: '立刻', promotionId, version: 2, validFrom: null })
    const [shown] = await listPromotions(work, { before: null, limit: 1 })
    assert.deepEqual([shown!.name, shown!.shownVersion, shown!.state], ['立刻', 3, 'running'])
    assert.equal((await livePromotions(later(work, 2 * dayMs), [storeId]))[0]!.version, 3)
    await endPromotion(later(work, dayMs), promotionId)
    const end = later(work, dayMs)
    assert.equal((await readPromotion(end, promotionId))!.state, 'ended')
    assert.deepEqual(await livePromotions(end, [storeId]), [])
    const afterEnd = changePromotion(end, { ...draft, name: '晚了', promotionId, version: 3, validFrom: null })
    await assert.rejects(afterEnd, refusedWith('promotion_ended'))
  }),
)

test(
  'uses in all, per member and by budget end a promotion; a reversed sale gives them back',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    const [a, b] = [(await makeMember(work)).id, (await makeMember(work)).id]
    const { id } = await makePromotion(work, { useLimit: 3, memberLimit: 1, budgetCents: 2_500 })
    const first = await take(work, storeId, a)
    assert.equal(first.taken, 1)
    assert.equal((await take(work, storeId, a)).taken, 0, 'a member has it once')
    assert.equal((await take(work, storeId, null)).taken, 0, 'a stranger cannot be counted')
    assert.equal((await take(work, storeId, b)).taken, 1)
    const c = (await makeMember(work)).id
    assert.equal((await take(work, storeId, c)).refused, 'promotion_used_up', 'five yuan of budget are no ten')
    assert.equal((await take(work, storeId, c, 500)).taken, 1)
    const d = (await makeMember(work)).id
    assert.equal((await take(work, storeId, d, 1)).taken, 0, 'three uses are all')
    await returnPromotionUses(work, { saleId: first.saleId, refundId: newId() })
    assert.equal((await take(work, storeId, a)).taken, 1)
    const row = (await readPromotion(work, id))!
    assert.deepEqual([row.uses, row.offCents], [3, 2_500])
  }),
)

test(
  'limits set later count what was used before',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    const { id: memberId } = await makeMember(work)
    const { id: promotionId } = await makePromotion(work)
    await take(work, storeId, memberId)
    const draft = promotionDraft({ startsAt: work.at, useLimit: 1, memberLimit: 1 })
    await changePromotion(work, { ...draft, promotionId, version: 1, validFrom: null })
    const other = await makeMember(work)
    assert.equal((await take(work, storeId, other.id)).taken, 0)
    const tighter = promotionDraft({ startsAt: work.at, budgetCents: 999 })
    await assert.rejects(
      changePromotion(work, { ...tighter, promotionId, version: 2, validFrom: null }),
      refusedWith('invalid_promotion_limit'),
    )
  }),
)

const listed = { ...wholeCatalogue, of: 'listed' as const }
const offers: { title: string; offer: PromotionOffer; isSound: boolean }[] = [
  {
    title: 'steps that rise',
    offer: {
      kind: 'threshold_off',
      steps: [
        { thresholdCents: 100, offCents: 10 },
        { thresholdCents: 200, offCents: 30 },
      ],
      isRepeating: false,
      maxTimes: null,
    },
    isSound: true,
  },
  {
    title: 'a higher step that gives less',
    offer: {
      kind: 'threshold_rate',
      steps: [
        { thresholdCents: 100, offBps: 2_000 },
        { thresholdCents: 200, offBps: 1_000 },
      ],
      capCents: null,
    },
    isSound: false,
  },
  {
    title: 'more off than its threshold',
    offer: {
      kind: 'threshold_off',
      steps: [{ thresholdCents: 100, offCents: 101 }],
      isRepeating: false,
      maxTimes: null,
    },
    isSound: false,
  },
  {
    title: 'two steps that repeat',
    offer: {
      kind: 'threshold_off',
      steps: [
        { thresholdCents: 100, offCents: 10 },
        { thresholdCents: 200, offCents: 30 },
      ],
      isRepeating: true,
      maxTimes: null,
    },
    isSound: false,
  },
  {
    title: 'a bundle of a single unit',
    offer: { kind: 'bundle', parts: [{ scope: wholeCatalogue, quantity: 1 }], priceCents: 100, maxTimes: null },
    isSound: false,
  },
]
for (const { title, offer, isSound } of offers) {
  test(`${title}: ${isSound ? 'accepted' : 'refused'}`, () => {
    const refusal = checkPromotion(promotionDraft({ terms: { offer } }))
    assert.equal(refusal?.code, isSound ? undefined : 'invalid_promotion_steps')
  })
}

test('a promotion for nothing, or one that ends before it begins, is refused', () => {
  assert.equal(checkPromotion(promotionDraft({ terms: { scope: listed } }))?.code, 'invalid_promotion_scope')
  const startsAt = new Date('2026-03-02T00:00:00Z')
  assert.equal(checkPromotion(promotionDraft({ startsAt, endsAt: startsAt }))?.code, 'invalid_promotion_period')
})

test('the way over HTTP: made, listed, changed, kept by a till, ended', async () => {
  const app = await testApp()
  const shop = await committed(newId(), async (work) => ({
    ...(await makeShop(work)),
    itemId: (await makeItem(work)).id,
  }))
  const owner = await signIn(app, { merchantId: shop.merchantId, userId: shop.ownerId })
  const offer: PromotionOffer = { kind: 'item_price', prices: { [shop.itemId]: 8_800 } }
  const draft = JSON.parse(JSON.stringify(promotionDraft({ terms: { offer } })))
  const made = await owner.call({ method: 'POST', url: '/promotions', payload: draft })
  assert.equal(made.status, 201)
  const url = `/promotions/${made.body.promotionId}`
  const list = await owner.call({ url: '/promotions' })
  assert.deepEqual([list.body.items[0].state, list.body.items[0].terms.offer], ['running', offer])
  const change = { ...draft, version: 1, validFrom: null, name: '改名' }
  assert.deepEqual((await owner.call({ method: 'PUT', url, payload: change })).body.version, 2)
  const till = await owner.call({ url: `/till/promotions?storeId=${shop.storeId}` })
  assert.deepEqual([till.body.items[0].name, till.body.items[0].offer], ['改名', offer])
  assert.equal((await owner.call({ method: 'POST', url: `${url}/end` })).status, 200)
  const ended = await owner.call({ url })
  assert.deepEqual([ended.body.state, ended.body.versions.length], ['ended', 2])
  const unknown = { ...draft, terms: { ...draft.terms, offer: { kind: 'item_price', prices: { [newId()]: 1 } } } }
  assert.equal((await owner.call({ method: 'POST', url: '/promotions', payload: unknown })).status, 404)
})
