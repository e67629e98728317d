import type { RefusalSentences } from '#platform/refusals.ts'

export const onlineRefusals = {
  not_sold_online: {
    zh: '线上暂不出售，请到店办理',
    en: 'This is not sold online: please come to the shop',
  },
  online_order_not_found: { zh: '没有这笔订单', en: 'There is no such order' },
  online_order_settled: { zh: '这笔订单已经办完，不能再取消', en: 'This order is settled and cannot be called off' },
  change_costs_less: {
    zh: '这张卡比旧卡的剩余价值便宜，换卡退差价请到店办理',
    en: 'This pass costs less than what is left of the old one: the shop gives back the difference',
  },
  online_payment_needed: {
    zh: '储值余额不能用来充值，请选择其他支付方式',
    en: 'A top-up is not paid with stored value: choose another way to pay',
  },
} as const satisfies RefusalSentences
