export const paymentsRefusals = {
  payment_not_found: { zh: '没有这笔收款', en: 'There is no such payment' },
  payment_claimed: { zh: '这笔收款已用于一张销售单', en: 'This payment belongs to a sale already' },
  payment_of_another_sale: { zh: '这笔收款是为另一单发起的', en: 'This payment was started for another sale' },
  payment_given_back: { zh: '这笔收款已退回给顾客', en: 'This payment went back to the customer' },
  payment_not_confirmed: {
    zh: '这笔收款还没有到账，不能使用',
    en: 'The money of this payment has not arrived: it cannot be used',
  },
  payment_mismatch: {
    zh: '这笔收款的金额、门店或币种与要付的不一致',
    en: 'Amount, store or currency of this payment are not those to be paid',
  },
  payment_refund_too_large: {
    zh: '退款超过这笔收款还可退的金额',
    en: 'More than is left of this payment cannot go back',
  },
} as const
