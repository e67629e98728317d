export const storedValueRefusals = {
  top_up_offer_not_found: { zh: '没有这个充值方案', en: 'There is no such top-up offer' },
  top_up_offer_closed: { zh: '该充值方案已下架', en: 'This top-up offer is no longer sold' },
  top_up_not_found: { zh: '没有这笔充值', en: 'There is no such top-up' },
  top_up_refunded: { zh: '这笔充值已退过', en: 'This top-up was refunded already' },
  top_up_refund_approval_needed: {
    zh: '退储值需要店长授权',
    en: 'A manager has to approve giving back a top-up',
  },
  nothing_to_refund: { zh: '这笔充值已没有余额可退', en: 'Nothing is left of this top-up' },
  invalid_top_up: {
    zh: '请选择一个充值方案，或填写一个充值金额，二者只能选一',
    en: 'Choose an offer or enter an amount, one of the two',
  },
  top_up_underpaid: { zh: '收款不足，还需收款', en: 'What was paid does not cover the top-up' },
  top_up_overpaid: { zh: '收款超过应收金额', en: 'More was paid than is due' },
} as const
