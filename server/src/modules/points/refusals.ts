import type { RefusalSentences } from '#platform/refusals.ts'
import type { RedeemRefusalCode } from './redeem-rules.ts'

export const pointsRefusals = {
  points_not_accepted: { zh: '本店未开启积分抵现', en: 'Points do not pay here' },
  points_too_few: { zh: '至少使用 {{minPoints}} 积分', en: 'Use {{minPoints}} points at least' },
  points_not_in_steps: {
    zh: '积分须为 {{stepPoints}} 的整数倍',
    en: 'Points are used in multiples of {{stepPoints}}',
  },
  points_over_share: {
    zh: '超过本单可抵扣的积分，最多 {{maxPoints}} 分',
    en: 'More points than this sale takes: {{maxPoints}} at most',
  },
  expiry_rule_unsound: { zh: '清零日不是有效日期', en: 'The clearing day is no day of the year' },
  notice_too_short: {
    zh: '缩短已有积分的有效期，至少提前 {{leastNoticeDays}} 天告知会员',
    en: 'Points that are there end earlier only after {{leastNoticeDays}} days of notice at least',
  },
  expiry_ahead: { zh: '不能提前清零：到期日还没有过', en: 'Nothing ends before its day' },
  extension_days_wrong: { zh: '请选择今天及以后的到期日', en: 'Choose days from today on' },
  extension_not_later: {
    zh: '新的到期日须晚于所选的最后一天',
    en: 'The new day must be later than the last one chosen',
  },
  extension_too_large: {
    zh: '一次最多延长 {{most}} 名会员，请缩小日期范围',
    en: '{{most}} members at once at most: choose fewer days',
  },
  extension_empty: { zh: '所选范围内没有将到期的积分', en: 'No points end in these days' },
  rules_changed: { zh: '规则刚刚更新，请重新查看', en: 'The rules have just changed: read them again' },
  redeem_rule_unsound: {
    zh: '每一档积分须正好抵整数分钱，起用积分须为档位的整数倍',
    en: 'Each step of points must be worth whole cents, and the least a multiple of the step',
  },
} as const satisfies RefusalSentences & Record<RedeemRefusalCode | 'redeem_rule_unsound', unknown>
