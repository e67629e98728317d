import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPriceList } from '#modules/catalog/save-price-list.ts'
import { quoteSale } from '#modules/cashier/sale/quote-sale.ts'
import { lockMembers } from '#modules/members/lock-members.ts'
import { placeMembers } from '#modules/members/member-tiers.ts'
import { tillMembers } from '#modules/members/till-members.ts'
import { newId } from '#shared/ids.ts'
import { makeItem } from '#testing/make-item.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { makeOfflineSale } from '#testing/make-offline-sale.ts'
import { promotionDraft } from '#testing/make-promotion.ts'
import { createPromotion } from '#modules/promotions/save-promotion.ts'
import { makeSale } from '#testing/make-sale.ts'
import { inWork, type TestWork } from '#testing/work.ts'

const gold = newId()
const silver = newId()

async function shopWithGoldPrices(work: TestWork) {
  const { storeId } = await makeShop(work)
  const item = await makeItem(work)
  await createPriceList(work, {
    ...{ id: newId(), name: '金卡价', kind: 'member' as const, storeId: null, tierId: gold },
    ...{ startsAt: null, endsAt: null, rateBps: 9_000 },
  })
  const place = async (tierId: string | null) => {
    const { id } = await makeMember(work)
    await lockMembers(work, [id])
    await placeMembers(work, [{ memberId: id, tierId }])
    return id
  }
  const members = { gold: await place(gold), silver: await place(silver), base: await place(null) }
  const cart = (memberId: string) => ({
    ...{ storeId, memberId, lines: [{ lineId: newId(), productId: item.id, quantityMilli: 1000 }] },
  })
  return { storeId, item, members, cart }
}

test(
  'the price list of a level is for its members alone, in the quote and in the sale',
  inWork(async (work) => {
    const { storeId, item, members, cart } = await shopWithGoldPrices(work)
    for (const [memberId, netCents] of [
      [members.gold, 9_000],
      [members.silver, 10_000],
      [members.base, 10_000],
    ] as const) {
      assert.equal((await quoteSale(work, cart(memberId))).netCents, netCents)
      assert.equal((await makeSale(work, { storeId, memberId, items: [[item.id, 1]] })).netCents, netCents)
    }
  }),
)

test(
  'a promotion for a level lowers the price for its members alone',
  inWork(async (work) => {
    const { members, cart } = await shopWithGoldPrices(work)
    const draft = promotionDraft({ terms: { tierIds: [silver], isMembersOnly: true } })
    await createPromotion(work, newId(), draft)
    const { netCents } = await quoteSale(work, cart(members.silver))
    assert.ok(netCents < 10_000)
    assert.equal((await quoteSale(work, cart(members.base))).netCents, 10_000)
  }),
)

test(
  'a till without a line knows the level and makes the very sale that the server would',
  inWork(async (work) => {
    const { storeId, item, members } = await shopWithGoldPrices(work)
    const { members: kept } = await tillMembers(work, 'secret', { ids: [members.gold, members.base] })
    assert.deepEqual(new Map(kept.map(({ id, tierId }) => [id, tierId])).get(members.gold), gold)
    const till = { deviceId: newId(), number: 1 }
    const wish = { storeId, memberId: members.gold, items: [[item.id, 1]] as const, till, cashierId: null, sequence: 1 }
    const offline = await makeOfflineSale(work, wish)
    assert.equal(offline.made.netCents, 9_000)
  }),
)
