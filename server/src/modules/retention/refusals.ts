export const retentionRefusals = {
  leaving_not_found: { zh: '没有这次退卡申请', en: 'There is no such cancellation' },
  leaving_done: { zh: '这次申请已经完成', en: 'This cancellation is over' },
  offer_not_found: { zh: '没有这个方案', en: 'There is no such offer' },
  offer_expired: { zh: '该方案已过期', en: 'This offer has run out' },
  offer_taken: { zh: '该方案已接受', en: 'This offer was accepted already' },
  offer_budget_spent: { zh: '该方案本月名额已用完', en: 'What this offer may cost this month is spent' },
  proof_needed: { zh: '请核实会员本人身份', en: 'Say how the member was recognised' },
  not_to_hand_over: { zh: '没有待交付的退款', en: 'No money is waiting to be handed over' },
  follow_up_not_found: { zh: '没有这条回访', en: 'There is no such call' },
  follow_up_done: { zh: '这条回访已完成', en: 'This call is done' },
  flow_codes_doubled: { zh: '代码重复：{{code}}', en: 'The code {{code}} is used twice' },
  flow_reason_unknown: {
    zh: '方案“{{code}}”对应的原因不存在：{{reason}}',
    en: 'The offer {{code}} answers a reason that is not there: {{reason}}',
  },
  flow_price_offer_first: {
    zh: '降价和赠券必须排在其他方案之后：{{code}}',
    en: 'Price cuts and coupons come after everything else: {{code}}',
  },
  flow_breaks_law: {
    zh: '不符合政策包 {{pack}} 的要求（{{rule}}），不能发布',
    en: 'This breaks the law pack {{pack}} ({{rule}}) and cannot be published',
  },
  flow_changed: { zh: '流程已被他人更新，请重新打开', en: 'Somebody published another version meanwhile' },
} as const
