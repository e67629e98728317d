import type { RefusalSentences } from '#platform/refusals.ts'

export const tierRefusals: RefusalSentences = {
  invalid_programme: {
    zh: '等级方案有误：等级需由低到高、名称不重复，每个等级的同类权益只能有一个，会员价、积分倍数和升级礼只能给等级会员',
    en: 'This programme is wrong: levels must rise and have names of their own, a level has each benefit of a kind once, and prices, points and upgrade gifts need a level',
  },
  tier_programme_not_found: { zh: '还没有发布等级方案', en: 'No tier programme is published yet' },
  tier_not_found: { zh: '没有这个等级', en: 'There is no such level' },
  tier_price_list_foreign: {
    zh: '“{{name}}”的会员价价目表不属于这个等级',
    en: 'The price list of “{{name}}” is not of this level',
  },
  invalid_tier_grant: {
    zh: '授予的截止日期须在今天之后、三年之内',
    en: 'A grant ends after today and within three years',
  },
  tier_grant_lower: { zh: '会员已有这个等级或更高等级', en: 'The member has this level or a higher one already' },
  tier_grant_not_found: { zh: '会员没有被授予的等级', en: 'The member has no granted level' },
  invalid_growth_day: { zh: '成长值的日期不能晚于今天', en: 'Growth cannot be dated after today' },
  tier_benefit_not_found: { zh: '会员的等级没有这项权益', en: 'The member’s level does not give this' },
  tier_gift_automatic: { zh: '这项礼遇会自动发放，无需领取', en: 'This gift comes by itself' },
  tier_gift_taken: {
    zh: '本期已领完，{{renewsOn}} 起可再领',
    en: 'All of this period is taken; the next begins on {{renewsOn}}',
  },
}
