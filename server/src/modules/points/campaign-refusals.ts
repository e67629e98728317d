import type { RefusalSentences } from '#platform/refusals.ts'

/** Refusals of campaigns and of points for actions. */
export const campaignRefusals = {
  campaign_not_found: { zh: '找不到该积分活动', en: 'There is no such campaign' },
  campaign_ended: { zh: '该积分活动已结束', en: 'The campaign has ended' },
  campaign_without_base: {
    zh: '请先开启基础积分规则，积分活动在其之上发放',
    en: 'Publish the base rule first: campaigns give on top of it',
  },
  invalid_campaign_period: { zh: '结束时间须晚于开始时间', en: 'The end must be after the start' },
  invalid_campaign_hours: { zh: '时段有误：结束须晚于开始', en: 'The hours must end after they begin' },
  invalid_campaign_scope: { zh: '请至少选择一个商品或分类', en: 'Choose one item or category at least' },
  invalid_campaign_caps: {
    zh: '每人每日上限不能高于每月上限',
    en: 'The cap of a day cannot be above that of a month',
  },
  invalid_campaign_budget: {
    zh: '预算不能低于已发放的 {{givenPoints}} 积分',
    en: 'The budget cannot be below the {{givenPoints}} points already given',
  },
  invalid_action_terms: {
    zh: '签到天数档位须递增，每日次数不能多于每月次数',
    en: 'Steps must rise, and times a day cannot be more than times a month',
  },
  invalid_action_budget: {
    zh: '预算不能低于已发放的 {{givenPoints}} 积分',
    en: 'The budget cannot be below the {{givenPoints}} points already given',
  },
} as const satisfies RefusalSentences
