import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { drainOutbox } from '#platform/outbox.ts'
import { Refused } from '#shared/refusal.ts'
import { makeCouponTemplate } from '#testing/make-coupon.ts'
import { makeItem } from '#testing/make-item.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeCommittedShop } from '#testing/make-merchant.ts'
import { makeSale } from '#testing/make-sale.ts'
import { makeProgramme, programmeTerms } from '#testing/make-tiers.ts'
import { newId } from '#shared/ids.ts'
import { committed, testAt, testDatabase } from '#testing/work.ts'
import { claimGift } from './give-gifts.ts'
import { qualifyingSales } from './hear-sales.ts'

async function shopWithGift() {
  const { merchantId, storeId } = await makeCommittedShop()
  return committed(merchantId, async (work) => {
    const { id: itemId } = await makeItem(work)
    const { id: memberId } = await makeMember(work)
    const { id: templateId } = await makeCouponTemplate(work)
    const terms = programmeTerms()
    const head = { templateId, quantity: 1, costCents: 100 }
    const claimed = { kind: 'gift' as const, every: 'year' as const, isAutomatic: false, benefitId: newId(), ...head }
    const risen = { kind: 'upgrade_gift' as const, benefitId: newId(), ...head }
    await makeProgramme(work, { ...terms, levels: [{ ...terms.levels[0]!, benefits: [claimed, risen] }] })
    return { merchantId, storeId, itemId, memberId, tierId: terms.ids[0], benefitId: claimed.benefitId }
  })
}

test('two sales that each reach the level lift their member once, with one gift', async () => {
  const { merchantId, storeId, itemId, memberId, tierId, benefitId } = await shopWithGift()
  const items = [[itemId, 10]] as const
  await Promise.all([1, 2].map(() => committed(merchantId, (work) => makeSale(work, { storeId, memberId, items }))))
  const subscriptions = [qualifyingSales]
  const options = { database: testDatabase(), subscriptions, merchantId, at: testAt }
  await Promise.all([drainOutbox(options), drainOutbox(options), drainOutbox(options)])
  const [changes, gifts, placed] = await committed(merchantId, (work) =>
    Promise.all([
      work.send<{ toTierId: string }>(sql`select to_tier_id from tiers.change where merchant_id = ${merchantId}`),
      work.send(sql`select from tiers.gift where merchant_id = ${merchantId} and kind = 'upgrade_gift'`),
      work.send<{ units: number }>(sql`select units from tiers.standing where merchant_id = ${merchantId}`),
    ]),
  )
  assert.deepEqual(changes, [{ toTierId: tierId }])
  assert.equal(gifts.length, 1)
  assert.deepEqual(placed, [{ units: 200_000 }])

  const outcomes = await Promise.allSettled(
    Array.from({ length: 8 }, () => committed(merchantId, (work) => claimGift(work, { memberId, benefitId, storeId }))),
  )
  assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1)
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected')
      assert.ok(outcome.reason instanceof Refused && outcome.reason.code === 'tier_gift_taken')
  }
})
