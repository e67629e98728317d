export const retentionRefusals = {
  leaving_not_found: { zh: '没有这次退卡申请', en: 'There is no such cancellation' },
  leaving_done: { zh: '这次申请已经完成', en: 'This cancellation is over' },
  offer_not_found: { zh: '没有这个方案', en: 'There is no such offer' },
  offer_expired: { zh: '该方案已过期', en: 'This offer has run out' },
  offer_taken: { zh: '该方案已接受', en: 'This offer was accepted already' },
  offer_budget_spent: { zh: '该方案本月名额已用完', en: 'What this offer may cost this month is spent' },
  proof_needed: { zh: '请核实会员本人身份', en: 'Say how the member was recognised' },
  call_back_needed: {
    zh: '电话办理须回拨会员登记的手机号核实',
    en: 'By phone: call the member back at the number on record first',
  },
  survey_over: { zh: '问卷已结束', en: 'These questions are closed' },
  flow_version_not_found: { zh: '没有这个版本', en: 'There is no such version' },
  region_field_changed: {
    zh: '地区字段刚刚被别人修改，请刷新后再保存',
    en: 'Somebody chose another field meanwhile: read it again',
  },
  confirmation_needed: {
    zh: '请输入会员手机收到的验证码，或说明为什么没有',
    en: 'Enter the code that the member’s phone got, or say why there is none',
  },
  member_without_phone: { zh: '该会员没有登记手机号', en: 'No phone is on record for this member' },
  way_out_closed: { zh: '请登录后取消', en: 'Sign in to cancel' },
  way_out_not_found: {
    zh: '卡号与手机号不对应，请核对后重新获取验证码',
    en: 'This card does not go with this phone. Check both and ask for a new code',
  },
  way_out_expired: { zh: '页面停留太久，请重新验证', en: 'This took too long: verify once more' },
  pass_gift_not_found: { zh: '没有这张转赠卡', en: 'There is no such pass to take' },
  pass_gift_taken: { zh: '这张卡已被领取', en: 'This pass was taken already' },
  pass_gift_over: { zh: '转赠已结束', en: 'This pass is no longer given away' },
  improvement_not_found: { zh: '没有这条改进', en: 'There is no such improvement' },
  not_to_hand_over: { zh: '没有待交付的退款', en: 'No money is waiting to be handed over' },
  follow_up_not_found: { zh: '没有这条回访', en: 'There is no such call' },
  follow_up_done: { zh: '这条回访已完成', en: 'This call is done' },
  flow_codes_doubled: { zh: '代码重复：{{code}}', en: 'The code {{code}} is used twice' },
  flow_reason_unknown: {
    zh: '方案“{{code}}”对应的原因不存在：{{reason}}',
    en: 'The offer {{code}} answers a reason that is not there: {{reason}}',
  },
  flow_segment_empty: {
    zh: '方案“{{code}}”的条件没有人能满足：下限高于上限',
    en: 'The offer {{code}} is for nobody: a lower bound is above its upper one',
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
  cost_shares_changed: {
    zh: '成本口径刚刚被别人修改，请刷新后再保存',
    en: 'Somebody changed the cost shares meanwhile: read them again',
  },
} as const
