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
  free_top_up_off: {
    zh: '线上暂不支持自选金额，请选择一个充值方案',
    en: 'Amounts of your own are not sold online: choose an offer',
  },
  free_top_up_amount: {
    zh: '这个金额不在线上可充的范围内（{{minCents}} 至 {{maxCents}}，{{stepCents}} 的整数倍）',
    en: 'This amount is not sold online: {{minCents}} to {{maxCents}}, in steps of {{stepCents}}',
  },
  free_top_up_unsound: {
    zh: '最低与最高金额须是单位金额的整数倍，且最低不高于最高',
    en: 'The least and the most must be multiples of the step, the least no more than the most',
  },
  top_up_underpaid: {
    zh: '收款不足，还差 {{missingCents}}',
    en: 'What was paid does not cover it: {{missingCents}} are missing',
  },
  top_up_overpaid: { zh: '收款超过应收金额', en: 'More was paid than is due' },
} as const
