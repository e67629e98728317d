import type { RefusalSentences } from '#platform/refusals.ts'

export const offlineRefusals = {
  offline_limit_exceeded: {
    zh: '断网时此项最多还可用 {{leftUnits}}，请改用其他支付方式',
    en: 'Without a line only {{leftUnits}} more of this can be taken; use another tender',
  },
  offline_plan_not_allowed: {
    zh: '断网时不能售卖卡项，请恢复网络后再办理',
    en: 'Passes are not sold without a line: wait until it is back',
  },
  offline_not_ready: {
    zh: '本机还没有连上过服务器，不能离线收银，请恢复网络后再收款',
    en: 'This till has never heard of the server and cannot sell by itself: wait until the line is back',
  },
  offline_tender_not_allowed: {
    zh: '断网时不能使用这种支付方式',
    en: 'This tender cannot be taken without a line',
  },
  offline_redeem_day: {
    zh: '离线时没有兑换日加值，积分已按平时价值重新计算，请重新确认',
    en: 'Without a line points are worth what they always are: the sum was worked out anew, please confirm it again',
  },
  offline_discount_not_allowed: {
    zh: '断网时无法请店长授权，不能使用手工优惠',
    en: 'A manager’s approval needs a line; no discount by hand for now',
  },
  offline_storage_full: {
    zh: '本机存储不可用或已满，断网时无法记下这笔销售，请勿收款',
    en: 'This device cannot keep the sale (storage full or off): do not take the money',
  },
  conflict_not_found: { zh: '没有找到这条差异', en: 'No such conflict' },
  conflict_settled: { zh: '这条差异已处理过', en: 'This conflict is settled already' },
  invalid_resolution: { zh: '这类差异不能这样处理', en: 'This kind of conflict cannot be settled so' },
} as const satisfies RefusalSentences
