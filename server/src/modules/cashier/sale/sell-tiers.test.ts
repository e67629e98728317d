import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { bookOfflineSales } from '#modules/cashier/offline/book-offline-sales.ts'
import { pastDevice } from '#modules/identity/past-device.ts'
import { verifyLedger } from '#modules/ledger/verify-ledger.ts'
import { setRedeemPolicy } from '#modules/points/redeem-policy.ts'
import { setEarnPolicy } from '#modules/points/set-earn-policy.ts'
import { reportBenefits } from '#modules/tiers/report-benefits.ts'
import { grantTier } from '#modules/tiers/grant-tier.ts'
import { newId } from '#shared/ids.ts'
import { makeCampaign } from '#testing/make-campaign.ts'
import { makeItem } from '#testing/make-item.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeDevice, makeShop } from '#testing/make-merchant.ts'
import { makeOfflineSale } from '#testing/make-offline-sale.ts'
import { makeRefund } from '#testing/make-refund.ts'
import { makeSale } from '#testing/make-sale.ts'
import { makeProgramme, programmeTerms } from '#testing/make-tiers.ts'
import { holdings } from '#testing/make-value.ts'
import { inWork, type TestWork } from '#testing/work.ts'

/** A point a yuan; silver earns one and a half times, gold twice; a member of silver and one of no level; goods at 101.00. */
async function shop(work: TestWork) {
  const { storeId, ownerId } = await makeShop(work)
  const rule = { points: 1, perCents: 100, excludedTenders: [], isTaxIncluded: true }
  await setEarnPolicy(work, { rule, expiry: null })
  const terms = programmeTerms()
  const times = [15_000, 20_000, 10_000]
  const levels = terms.levels.map((level, index) => ({
    ...level,
    benefits: [{ kind: 'points_times' as const, benefitId: newId(), timesBps: times[index]! }],
  }))
  await makeProgramme(work, { ...terms, levels: [levels[0]!, levels[1]!, terms.levels[2]!] })
  const [silver, plain] = [await makeMember(work), await makeMember(work)]
  const grant = { grantId: newId(), memberId: silver.id, untilDay: '2028-12-31', reason: '老邻居' }
  await grantTier(work, { ...grant, tierId: terms.ids[0] })
  const { id: itemId } = await makeItem(work, { listPriceCents: 10_100 })
  const buy = (memberId: string) => makeSale(work, { storeId, memberId, items: [[itemId, 1]] })
  const pointsOf = async (memberId: string) => (await holdings(work, memberId)).points
  const goUp = () => grantTier(work, { ...grant, grantId: newId(), tierId: terms.ids[1] })
  return { storeId, ownerId, itemId, silver: silver.id, plain: plain.id, buy, pointsOf, goUp }
}

suite('what a level earns more at the till', () => {
  test(
    'silver earns half as much again, rounded down once, gold twice from the moment it is reached, and who has no level the base',
    inWork(async (work) => {
      const { silver, plain, buy, pointsOf, goUp } = await shop(work)
      await buy(silver)
      await buy(plain)
      assert.deepEqual([await pointsOf(silver), await pointsOf(plain)], [151, 101])
      await goUp()
      await buy(silver)
      assert.equal(await pointsOf(silver), 151 + 202)
      assert.ok((await verifyLedger(work)).ok)
    }),
  )

  test(
    'a campaign adds to what the level gives, and a return takes all of it back',
    inWork(async (work) => {
      const { silver, buy, pointsOf } = await shop(work)
      await makeCampaign(work)
      const sale = await buy(silver)
      assert.equal(await pointsOf(silver), 101 + 101 + 50)
      await makeRefund(work, sale)
      assert.equal(await pointsOf(silver), 0)
      assert.ok((await verifyLedger(work)).ok)
    }),
  )

  test(
    'the report counts whom the level gave more, at what the points pay; what went back with a return is nobody’s',
    inWork(async (work) => {
      const { silver, buy, goUp } = await shop(work)
      const rule = { points: 100, worthCents: 100, minPoints: 100, stepPoints: 100, maxShareBps: 10_000 }
      await setRedeemPolicy(work, { version: 0, rule, returnedExpired: 'void', graceDays: 0 })
      await buy(silver)
      await makeRefund(work, await buy(silver))
      await goUp()
      await buy(silver)
      const rows = await reportBenefits(work, { from: '2026-02-01', to: '2026-03-31' })
      const timesOf = rows.filter(({ kind, given }) => kind === 'points_times' && given > 0)
      assert.deepEqual(
        timesOf.map(({ members, given, costCents }) => [members, given, costCents]),
        [
          [1, 1, 50],
          [1, 1, 101],
        ],
      )
    }),
  )

  test(
    'a sale made without a line earns what its member’s level gives when it is booked, on top of what the receipt promised',
    inWork(async (work) => {
      const { storeId, ownerId, itemId, silver, pointsOf } = await shop(work)
      const till = await makeDevice(work, storeId)
      const wish = { storeId, till, cashierId: ownerId, sequence: 1, memberId: silver, items: [[itemId, 1]] as const }
      const sale = await makeOfflineSale(work, { ...wish, happenedAt: new Date(work.at.getTime() - 3_600_000) })
      const sales = [sale]
      const device = await pastDevice(work, till.deviceId)
      const [answer] = await bookOfflineSales(work, device!, { deviceId: till.deviceId, sales, rescuedBy: null })
      assert.equal(answer!.outcome, 'booked')
      assert.equal(await pointsOf(silver), 151)
      assert.ok((await verifyLedger(work)).ok)
    }),
  )
})
