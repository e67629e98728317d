import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wholeCatalogue } from '#modules/catalog/item-scope-rules.ts'
import { writeGiftPolicy } from './gift-queries.ts'
import { stopSpecial } from './save-special.ts'
import { newId } from '#shared/ids.ts'
import { always } from '#shared/recurring-times.ts'
import { makeItem } from '#testing/make-item.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { makeReward, makeSpecial } from '#testing/make-reward.ts'
import { inWork, systemActor, type TestWork } from '#testing/work.ts'
import { createCampaign, endCampaign } from '#modules/points/campaign-save.ts'
import type { CampaignDraft } from '#modules/points/campaign-save-rules.ts'
import { keepRulesPage, readRulesPage } from '#modules/points/rules-page.ts'
import { type RulesSection, rulesPage } from '#modules/points/rules-page-rules.ts'
import { setEarnPolicy } from '#modules/points/set-earn-policy.ts'

const draft = (given: Partial<CampaignDraft['terms']>, more: Partial<CampaignDraft> = {}): CampaignDraft => ({
  name: '会员日',
  startsAt: new Date('2026-03-10T16:00:00Z'),
  endsAt: new Date('2026-06-30T16:00:00Z'),
  budgetPoints: null,
  simulated: null,
  terms: {
    ...{ give: { kind: 'multiplier', rateBps: 20_000 }, scope: wholeCatalogue, minBasisCents: 0, storeIds: null },
    ...{ channels: null, tierIds: null, occasion: 'any', times: always, group: null, priority: 0 },
    caps: { salePoints: null, memberDayPoints: null, memberMonthPoints: null, memberUses: null },
    ...given,
  },
  ...more,
})

async function makeRules(work: TestWork) {
  const shop = await makeShop(work)
  const rule = { points: 1, perCents: 100, excludedTenders: [], isTaxIncluded: true }
  await setEarnPolicy(work, { rule, expiry: null })
  return shop
}

async function told(work: TestWork, code: RulesSection['code'], language: 'zh' | 'en' = 'zh'): Promise<string[]> {
  const { facts } = await readRulesPage(work)
  return rulesPage(facts, language).find((section) => section.code === code)?.sentences ?? []
}

test(
  'campaigns and member days stand in the published rules from the day they are announced until they are over',
  inWork(async (work) => {
    const { storeId } = await makeRules(work)
    assert.deepEqual(await told(work, 'running'), [])
    const before = await keepRulesPage(work)
    const { id: itemId } = await makeItem(work, { name: '乌龙茶' })
    const campaignId = newId()
    const times = { weekdays: [3], monthDays: [8], hours: [{ fromMinute: 600, untilMinute: 1320 }] }
    await createCampaign(work, campaignId, draft({ times, storeIds: [storeId] }, { budgetPoints: 50_000 }))
    const goods = { ...wholeCatalogue, of: 'listed' as const, productIds: [itemId] }
    const caps = { salePoints: 100, memberDayPoints: null, memberMonthPoints: null }
    await createCampaign(
      work,
      newId(),
      draft(
        {
          ...{ give: { kind: 'fixed', points: 30 }, scope: goods, minBasisCents: 5_000, group: 'tea' },
          caps: { ...caps, memberUses: { count: 2, per: 'month' } },
        },
        { name: '喝茶有礼', endsAt: null },
      ),
    )
    const { version } = await keepRulesPage(work)
    assert.equal(version, before.version + 1, 'what is announced is another version')
    const [tea, day] = (await told(work, 'running')).toSorted().slice(0, 2).toReversed() as [string, string]
    assert.match(
      day,
      /^会员日：2026-03-11 至 2026-06-30，周三 每月 8 日 10:00–22:00，限.+，得 2 倍积分；总量有限，发完为止。$/,
    )
    assert.match(
      tea,
      /^喝茶有礼：2026-03-11 起，购买乌龙茶，满 ¥50，加 30 积分；每单最多 100 积分，每人每月 2 次，同类取其一。$/,
    )
    assert.ok(!JSON.stringify((await readRulesPage(work)).facts).includes('50000'), 'how much it is stays the shop’s')
    assert.equal((await told(work, 'running', 'en')).length, 3)
    await endCampaign(work, campaignId)
    assert.equal((await told(work, 'running')).length, 2, 'one that was ended is not told of')
    const after = work.as(systemActor, new Date('2027-03-01T00:00:00Z')) as TestWork
    assert.equal((await told(after, 'running')).length, 2, 'one without an end goes on')
  }),
)

test(
  'redemption days, the terms of the mall and what may be given to others are told, and their change is another version',
  inWork(async (work) => {
    await makeRules(work)
    assert.deepEqual(await told(work, 'mall'), [], 'an empty mall has no terms')
    await makeReward(work, { holdHours: 72 })
    const { id: specialId } = await makeSpecial(work, { tillRateBps: 15_000, budgetPoints: 9_000, weekDays: [5] })
    assert.deepEqual(await told(work, 'running'), [
      '积分兑换日：2026-03-01 至 2026-03-31，周五，兑换只需 80% 积分，收银台积分按 150% 抵现，总量有限，用完为止。',
    ])
    assert.match((await told(work, 'mall')).join(), /为您保留 3 天/)
    assert.ok(!(await told(work, 'mall')).join().includes('邮寄'), 'what this mall has not is not told of')
    await makeReward(work, { mayDeliver: true, memberLimit: 1, holdHours: 24 })
    assert.match((await told(work, 'mall')).join(), /部分礼品每人限兑.*为您保留 24 小时至 3 天.*邮寄/)
    assert.match((await told(work, 'gifts')).join(), /每天最多 1000 积分，每年最多 10000 积分；入会满 30 天/)
    const { version } = await keepRulesPage(work)
    await writeGiftPolicy(work, { isOn: false, dayMost: 1, yearMost: 1, memberDays: 0 })
    assert.deepEqual(await told(work, 'gifts', 'en'), ['Points cannot be given to other members at present.'])
    await stopSpecial(work, specialId)
    assert.deepEqual(await told(work, 'running'), [])
    assert.equal((await keepRulesPage(work)).version, version + 1)
  }),
)
