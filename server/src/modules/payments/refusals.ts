export const paymentsRefusals = {
  payment_not_found: { zh: '没有这笔收款', en: 'There is no such payment' },
  payment_claimed: { zh: '这笔收款已入账', en: 'This payment was booked already' },
  payment_of_another_sale: { zh: '这笔收款是为另一单发起的', en: 'This payment was started for another sale' },
  payment_needed: {
    zh: '本店不接受手工登记的收款，请通过收款通道收款',
    en: 'This store takes such money through its provider only',
  },
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
  payment_code_unknown: {
    zh: '这不是微信或支付宝的付款码，请让顾客打开付款码重新扫',
    en: 'This is neither a WeChat Pay nor an Alipay payment code: ask the customer to open theirs and scan again',
  },
  payment_method_not_set_up: {
    zh: '本店还没有开通这种收款方式',
    en: 'This way of paying is not set up for the store',
  },
  payment_running: {
    zh: '这一单正在收款，请等它有结果或先取消',
    en: 'A payment of this sale is under way: wait for its outcome or call it off',
  },
  payment_settled: { zh: '这笔收款已有结果', en: 'The outcome of this payment is known' },
  payment_not_unknown: {
    zh: '只有已经取消过、结果仍不明的收款才能人工了结',
    en: 'Only a payment that was called off and is still unknown can be closed by hand',
  },
  payment_refund_not_found: { zh: '没有这笔退款', en: 'There is no such refund' },
  payment_refund_settled: { zh: '只有失败的退款才能重试', en: 'Only a refund that failed can be tried again' },
  provider_account_not_found: { zh: '没有这个收款账户', en: 'There is no such payment account' },
  payment_account_exists: {
    zh: '这里已经有一个同类收款账户',
    en: 'There is an account of this provider for this place already',
  },
  payment_account_fixed: {
    zh: '收款账户的类型和门店不能更改，请停用后新建',
    en: 'Provider and place of an account cannot be changed: close it and open another',
  },
  invalid_provider_address: {
    zh: '接口地址须为 https://，本机或内网地址可用 http://',
    en: 'The address must begin with https://, or with http:// inside your own network',
  },
  invalid_provider_field: {
    zh: '“{{field}}”缺失或格式不对，请从商户平台重新复制',
    en: '“{{field}}” is missing or malformed: copy it from the provider’s site again',
  },
} as const
