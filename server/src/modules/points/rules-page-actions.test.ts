import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeShop } from '#testing/make-merchant.ts'
import { inWork } from '#testing/work.ts'
import { setActionPolicy } from './action-policy.ts'
import { noActions } from './action-rules.ts'
import { keepRulesPage, readRulesPage } from './rules-page.ts'
import { rulesPage } from './rules-page-rules.ts'
import { setEarnPolicy } from './set-earn-policy.ts'

test(
  'what members get beside buying stands in the published rules, one sentence each, in both languages',
  inWork(async (work) => {
    await makeShop(work)
    await setEarnPolicy(work, {
      rule: { points: 1, perCents: 100, excludedTenders: [], isTaxIncluded: true },
      expiry: null,
    })
    const before = await keepRulesPage(work)
    assert.ok(rulesPage(before.facts, 'zh').every(({ code }) => code !== 'actions'))
    await setActionPolicy(work, { version: 0, terms: noActions })
    assert.ok((await readRulesPage(work)).isKept, 'actions that give nothing are no other text')
    const terms = {
      signIn: { points: 2, steps: [{ days: 7, extraPoints: 10 }], budgetPoints: 5_000 },
      review: { points: 20, perDay: 1, perMonth: 4, budgetPoints: null },
      profile: { points: 50, budgetPoints: null },
      referral: { referrerPoints: 200, referredPoints: 100, minCents: 5_000, perMonth: 5, budgetPoints: null },
    }
    await setActionPolicy(work, { version: 1, terms })
    const { version, facts } = await keepRulesPage(work)
    assert.equal(version, before.version + 1)
    const sentences = (language: 'zh' | 'en') =>
      rulesPage(facts, language).find(({ code }) => code === 'actions')!.sentences
    assert.deepEqual(sentences('zh'), [
      '每天签到一次得 2 积分，当月签到满 7 天再得 10 积分；漏签不影响已有天数。',
      '写一条评价得 20 积分，每天最多 1 次，每月最多 4 次。',
      '首次填齐姓名、生日和性别得 50 积分。',
      '带来新会员：新会员首次消费满 ¥50 后，您得 200 积分（每月最多 5 位），新会员得 100 积分；这次消费整单退货时收回。',
      '以上奖励总量有限，发完为止。',
    ])
    assert.equal(sentences('en').length, 5)
    assert.ok(!JSON.stringify(facts).includes('budgetPoints'), 'how much there is of it is the shop’s own affair')
  }),
)
