/** Words that every paper of the till shares. A paper speaks the merchant's language, whoever prints it. */
export const slipWords = {
  'zh-CN': {
    copy: '*** 补打，不作凭证 ***',
    number: '单号',
    cashier: '收银',
    received: '收现',
    change: '找零',
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
    copy: '*** COPY ***',
    number: 'No.',
    cashier: 'Cashier',
    received: 'Cash received',
    change: 'Change',
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

export type SlipLocale = keyof typeof slipWords

/** How something was paid. A method that nobody named here is printed as it stands. */
export function tenderWord(locale: SlipLocale, { kind, method }: { kind: string; method: string | null }): string {
  const methods: Readonly<Record<string, string>> = slipWords[locale].method
  const kinds: Readonly<Record<string, string>> = slipWords[locale].tender
  if (method !== null) return methods[method] ?? method
  return kinds[kind] ?? kind
}
