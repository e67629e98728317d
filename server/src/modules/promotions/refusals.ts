export const promotionRefusals = {
  promotion_not_found: { zh: '没有这个促销', en: 'There is no such promotion' },
  promotion_ended: { zh: '这个促销已结束，不能再修改', en: 'This promotion has ended and cannot be changed' },
  promotion_used_up: {
    zh: '促销的名额或预算刚好用完，请按新价格结算',
    en: 'The promotion has just been used up; settle at the new price',
  },
  invalid_promotion_period: { zh: '开始时间须早于结束时间', en: 'The promotion must begin before it ends' },
  invalid_promotion_hours: {
    zh: '时段的结束须晚于开始，且不超过 24 小时',
    en: 'Hours must end after they begin, within a day',
  },
  invalid_promotion_steps: {
    zh: '档位须从低到高，门槛越高优惠越大，且优惠不超过门槛',
    en: 'Steps must rise, each giving more than the one before and no more than its threshold',
  },
  invalid_promotion_scope: { zh: '请选择参加的商品或分类', en: 'Choose the products or categories that take part' },
  invalid_promotion_limit: {
    zh: '已使用 {{uses}} 次，次数或预算不能低于已使用的数额',
    en: 'Used {{uses}} times already: neither number nor budget can be below what is used',
  },
} as const
