import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { readEarnPolicy } from '#modules/points/earn-policy.ts'
import { endCampaign } from '#modules/points/campaign-save.ts'
import { writeCampaignUses } from '#modules/points/campaign-state.ts'
import { giveCampaigns, sumOfGifts } from '#modules/points/campaign-rules.ts'
import { setEarnPolicy } from '#modules/points/set-earn-policy.ts'
import { openDatabase } from '#platform/db.ts'
import { inTransaction } from '#platform/transaction.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { makeCampaign } from '#testing/make-campaign.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { systemActor, testAt, testSecretKey } from '#testing/work.ts'
import { lockMembers } from '#modules/members/lock-members.ts'
import { holdCampaigns, planCampaigns, readCampaigns, saleEarnRule } from './earn-hook.ts'

const database = openDatabase({ url: process.env.TEST_DATABASE_URL!, poolSize: 24, secretKey: testSecretKey })
after(() => database.close())

const merchantId = newId()
const run = <T>(body: (work: Work) => Promise<T>) =>
  inTransaction(database, { merchantId, actor: systemActor, at: testAt }, body)

let storeId: string
let members: string[]

before(async () => {
  storeId = (await run((work) => makeShop(work))).storeId
  const rule = { points: 1, perCents: 100, excludedTenders: [], isTaxIncluded: true }
  await run((work) => setEarnPolicy(work, { rule, expiry: null }))
  members = await run(async (work) => {
    const made: string[] = []
    for (let index = 0; index < 5; index++) made.push((await makeMember(work)).id)
    return made
  })
})

/** What one sale of 10.00 has of the campaigns, its member held as a sale holds it. */
function take(memberId: string, hold: typeof holdCampaigns = holdCampaigns): Promise<number> {
  return run(async (work) => {
    await lockMembers(work, [memberId])
    const earnPolicy = await readEarnPolicy(work)
    const campaigns = await hold(work, earnPolicy, [memberId])
    const occasion = {
      ...{ at: work.at, timeZone: 'Asia/Shanghai', storeId, channel: 'till' as const, memberId, tierId: null },
    }
    const line = {
      lineId: 'l',
      productId: 'p',
      categoryIds: [],
      basisCents: 1_000,
      quantityMilli: 1000,
      isWeighed: false,
    }
    const gifts = giveCampaigns([line], saleEarnRule(earnPolicy, campaigns, occasion)!)
    await writeCampaignUses(work, planCampaigns({ earnPolicy, campaigns }, { ...occasion, saleId: newId() }, gifts))
    return sumOfGifts(gifts)
  })
}

async function during<T>(given: Parameters<typeof makeCampaign>[1], body: () => Promise<T>): Promise<T> {
  const { id } = await run((work) => makeCampaign(work, given))
  try {
    return await body()
  } finally {
    await run((work) => endCampaign(work, id))
  }
}

/** Points that sales sent at once had altogether. */
async function taken(count: number, takeOne: (index: number) => Promise<number>): Promise<number> {
  const points = await Promise.all(Array.from({ length: count }, (_, index) => takeOne(index)))
  return points.reduce((sum, each) => sum + each, 0)
}

test('200 sales at once give a budget of 435 away to the last point and no further', async () => {
  assert.equal(await during({ budgetPoints: 435 }, () => taken(200, (index) => take(members[index % 5]!))), 435)
})

test('200 sales at once give each of five members 37 a day', async () => {
  const given = { terms: { caps: { memberDayPoints: 37 } } }
  assert.equal(await during(given, () => taken(200, (index) => take(members[index % 5]!))), 5 * 37)
})

test('budgets read without a lock are noticed', async () => {
  let arrived = 0
  const { promise, resolve } = Promise.withResolvers<void>()
  const withoutLock: typeof holdCampaigns = async (work, policy, memberIds) => {
    const state = await readCampaigns(work, policy, memberIds)
    if (++arrived === 4) resolve()
    await promise
    return state
  }
  await during({ budgetPoints: 15 }, () =>
    assert.rejects(
      taken(4, (index) => take(members[index]!, withoutLock)),
      /campaign_counter/,
    ),
  )
})
