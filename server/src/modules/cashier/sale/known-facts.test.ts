import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { changeItem, archiveItem } from '#modules/catalog/change-item.ts'
import {
  archivePriceList,
  changePriceList,
  createPriceList,
  setListedPrices,
} from '#modules/catalog/save-price-list.ts'
import { saveCategories } from '#modules/catalog/arrange-shelf.ts'
import { changeCampaign, endCampaign } from '#modules/points/campaign-save.ts'
import { knownEarnPolicy, readEarnPolicy } from '#modules/points/earn-policy.ts'
import { setEarnPolicy } from '#modules/points/set-earn-policy.ts'
import { changePromotion, endPromotion } from '#modules/promotions/save-promotion.ts'
import { changeStore } from '#modules/shops/change-store.ts'
import { closeStore } from '#modules/shops/close-store.ts'
import { openDatabase } from '#platform/db.ts'
import { KnownFacts } from '#platform/known-facts.ts'
import { inTransaction } from '#platform/transaction.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { makeCampaign, campaignDraft } from '#testing/make-campaign.ts'
import { makeItem } from '#testing/make-item.ts'
import { makeShop, makeStore } from '#testing/make-merchant.ts'
import { makePromotion, promotionDraft } from '#testing/make-promotion.ts'
import { makeProgramme, programmeTerms } from '#testing/make-tiers.ts'
import { systemActor, testAt, testDatabase, testSecretKey } from '#testing/work.ts'
import { readSaleFacts } from './sale-facts.ts'

// One process sells, another changes what sales are priced by: the first knows at once.

const other = openDatabase({ url: process.env.TEST_DATABASE_URL!, poolSize: 2, secretKey: testSecretKey })
after(() => other.close())

const merchantId = newId()
const hourMs = 3_600_000
const options = (at: Date) => ({ merchantId, actor: systemActor, at })

let storeIds: string[]
let itemIds: string[]

before(async () => {
  await inTransaction(other, options(testAt), async (work) => {
    storeIds = [(await makeShop(work)).storeId, (await makeStore(work)).storeId]
    itemIds = [(await makeItem(work)).id, (await makeItem(work)).id]
  })
})

/** All that a sale would be priced from. */
async function factsOf(work: Work) {
  const carts = storeIds.map((storeId) => ({ storeId, lines: itemIds.map((productId) => ({ productId })) }))
  const [facts, earnPolicy] = await Promise.all([readSaleFacts(work, carts), knownEarnPolicy(work, work.at)])
  return {
    ...facts,
    priceLists: facts.priceLists.toSorted((a, b) => (a.priceListId < b.priceListId ? -1 : 1)),
    earnPolicy,
  }
}

/** What the selling process knows, and what one that was just started reads. */
async function seen(at: Date) {
  const knows = await inTransaction(testDatabase(), options(at), factsOf)
  const reads = await inTransaction(other, options(at), (work) =>
    factsOf({ ...work, facts: async () => new KnownFacts() }),
  )
  return { knows, reads }
}

let hours = 0
const nextHour = () => new Date(testAt.getTime() + ++hours * hourMs)

/** Changes something elsewhere, and looks at once, ten minutes later, hours later and back again. */
async function changed(what: string, change: (work: Work) => Promise<unknown>): Promise<void> {
  const at = nextHour()
  const { knows: before } = await seen(at)
  await inTransaction(other, options(at), change)
  const { knows: now, reads } = await seen(at)
  assert.notDeepEqual(now, before, `${what} changes what a sale is priced by`)
  assert.deepEqual(now, reads, what)
  for (const hoursOn of [1 / 6, 1.5, 30, 0]) {
    const then = await seen(new Date(at.getTime() + hoursOn * hourMs))
    assert.deepEqual(then.knows, then.reads, `${what}, ${hoursOn} hours on`)
  }
}

test('whatever another process changes of items, lists, promotions, stores and rules, the next sale is priced by it', async () => {
  const item = { itemId: itemIds[0]! }
  await changed('a price', (work) => changeItem(work, { ...item, version: 1, listPriceCents: 12_345 }))
  const categoryId = newId()
  await changed('a category', async (work) => {
    await saveCategories(work, [{ id: categoryId, name: '面部', parentId: null, position: 1 }])
    await changeItem(work, { ...item, version: 2, categoryId })
  })
  await changed('an archived item', (work) => archiveItem(work, { ...item, isArchived: true }))
  await changed('an item that is back', (work) => archiveItem(work, { ...item, isArchived: false }))

  const listId = newId()
  const everywhere = { tierId: null, storeId: null, startsAt: null, endsAt: null }
  await changed('a price list', (work) =>
    createPriceList(work, { ...everywhere, id: listId, name: '会员价', kind: 'member', rateBps: 9_500 }),
  )
  await changed('a price on it', (work) =>
    setListedPrices(work, { priceListId: listId, prices: [{ ...item, priceCents: 900 }] }),
  )
  await changed('a price taken off it', (work) =>
    setListedPrices(work, { priceListId: listId, prices: [{ ...item, priceCents: null }] }),
  )
  await changed('a list that ends in half an hour', (work) =>
    changePriceList(work, { priceListId: listId, version: 3, endsAt: new Date(work.at.getTime() + hourMs / 2) }),
  )
  const nextListId = newId()
  await changed('another list', (work) =>
    createPriceList(work, {
      ...everywhere,
      id: nextListId,
      name: '店价',
      kind: 'store',
      storeId: storeIds[0]!,
      rateBps: 9_000,
    }),
  )
  await changed('a list taken away', (work) => archivePriceList(work, { priceListId: nextListId }))

  let promotionId = ''
  await changed('a promotion', async (work) => {
    promotionId = (await makePromotion(work)).id
  })
  const draft = promotionDraft({ startsAt: testAt, name: '满百减二十' })
  await changed('a promotion that changes in half an hour', async (work) => {
    const validFrom = new Date(work.at.getTime() + hourMs / 2)
    await changePromotion(work, { ...draft, promotionId, version: 1, validFrom })
  })
  hours += 48
  await changed('a promotion that ended', (work) => endPromotion(work, promotionId))

  const perYuan = { points: 1, perCents: 100, excludedTenders: [], isTaxIncluded: true }
  await changed('a rule of points', (work) =>
    setEarnPolicy(work, { rule: perYuan, expiry: { months: 12, round: 'month_end' } }),
  )
  let campaignId = ''
  await changed('a campaign', async (work) => {
    campaignId = (await makeCampaign(work)).id
  })
  await changed('a campaign of another name', (work) =>
    changeCampaign(work, {
      ...campaignDraft({ startsAt: testAt, name: '三倍' }),
      campaignId,
      version: 1,
    }),
  )
  await changed('a campaign that ended', (work) => endCampaign(work, campaignId))
  const twice = { kind: 'points_times' as const, benefitId: newId(), timesBps: 20_000 }
  await changed('a level that earns twice', (work) => {
    const terms = programmeTerms()
    const [first, ...rest] = terms.levels
    return makeProgramme(work, { ...terms, levels: [{ ...first!, benefits: [twice] }, ...rest] })
  })

  await changed('how a store settles cash', (work) =>
    changeStore(work, { storeId: storeIds[0]!, version: 1, cashStepCents: 10, cashMode: 'nearest' }),
  )
  await changed('a store that closed', (work) => closeStore(work, { storeId: storeIds[1]! }))
})

test('who changes facts knows its own change, and one that is rolled back was never known', async () => {
  const at = nextHour()
  const priceIn = (facts: Awaited<ReturnType<typeof factsOf>>) => facts.items.get(itemIds[1]!)!.listPriceCents
  const { knows } = await seen(at)
  const undone = new Error('rolled back')
  await assert.rejects(
    inTransaction(testDatabase(), options(at), async (work) => {
      await changeItem(work, { itemId: itemIds[1]!, version: 1, listPriceCents: 77_777 })
      assert.equal(priceIn(await factsOf(work)), 77_777)
      throw undone
    }),
    undone,
  )
  assert.deepEqual((await seen(at)).knows, knows)
})

test('the policy that is known is the one that is read', async () => {
  const [known, read] = await inTransaction(testDatabase(), options(nextHour()), (work) =>
    Promise.all([knownEarnPolicy(work, work.at), readEarnPolicy(work)]),
  )
  assert.deepEqual(known, read)
})
