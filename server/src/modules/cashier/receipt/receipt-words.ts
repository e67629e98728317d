/** The words on paper. A receipt speaks the merchant's language, whoever prints it. */
export const receiptWords = {
  'zh-CN': {
    receipt: '小票',
    copy: '*** 补打，不作凭证 ***',
    number: '单号',
    cashier: '收银',
    gross: '合计',
    discount: '优惠',
    waiver: '其中抹零',
    net: '应付',
    tax: '含税额',
    received: '收现',
    change: '找零',
    rounding: '现金取整',
    earned: '本单积分',
    points: '积分余额',
    stored: '储值余额',
    saved: '本单已省',
    scan: '扫码查看或保存电子小票',
    refund: '退款单',
    refundOf: '原单号',
    refunded: '退款合计',
    reversed: '扣回积分',
    reason: '原因',
    sign: '顾客签字：________________',
    tender: {
      cash: '现金',
      stored_value: '储值',
      points: '积分',
      gift_card: '礼品卡',
      other: '其他方式',
    },
    method: { wechat: '微信', alipay: '支付宝', card: '银行卡', wechat_pay: '微信支付', card_terminal: '银行卡' },
  },
  en: {
    receipt: 'Receipt',
    copy: '*** COPY ***',
    number: 'No.',
    cashier: 'Cashier',
    gross: 'Total',
    discount: 'Discount',
    waiver: 'of it rounded off',
    net: 'To pay',
    tax: 'VAT included',
    received: 'Cash received',
    change: 'Change',
    rounding: 'Cash rounding',
    earned: 'Points earned',
    points: 'Points balance',
    stored: 'Stored value left',
    saved: 'You saved',
    scan: 'Scan for the digital receipt',
    refund: 'Refund',
    refundOf: 'Of receipt',
    refunded: 'Refunded',
    reversed: 'Points taken back',
    reason: 'Reason',
    sign: 'Customer’s signature: ________________',
    tender: {
      cash: 'Cash',
      stored_value: 'Stored value',
      points: 'Points',
      gift_card: 'Gift card',
      other: 'Other',
    },
    method: { wechat: 'WeChat', alipay: 'Alipay', card: 'Card', wechat_pay: 'WeChat Pay', card_terminal: 'Card' },
  },
} as const

export type ReceiptLocale = keyof typeof receiptWords
export type ReceiptWords = (typeof receiptWords)[ReceiptLocale]

/** How something was paid. A method that nobody named here is printed as it stands. */
export function tenderWord(words: ReceiptWords, { kind, method }: { kind: string; method: string | null }): string {
  const methods: Readonly<Record<string, string>> = words.method
  const kinds: Readonly<Record<string, string>> = words.tender
  if (method !== null) return methods[method] ?? method
  return kinds[kind] ?? kind
}
