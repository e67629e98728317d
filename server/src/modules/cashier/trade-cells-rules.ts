const tenderTitles: Readonly<Record<string, { zh: string; en: string }>> = {
  cash: { zh: '现金', en: 'Cash' },
  stored_value: { zh: '储值', en: 'Stored value' },
  points: { zh: '积分', en: 'Points' },
  gift_card: { zh: '礼品卡', en: 'Gift card' },
  other: { zh: '其他方式', en: 'Other' },
  wechat: { zh: '微信', en: 'WeChat Pay' },
  alipay: { zh: '支付宝', en: 'Alipay' },
  card: { zh: '银行卡', en: 'Bank card' },
}

/** How something was paid, in words; a method that has none here stands as it is. */
export function tenderTitle(tender: { kind: string; method: string | null }, language: 'zh' | 'en'): string {
  return (
    tenderTitles[tender.method ?? '']?.[language] ??
    tender.method ??
    tenderTitles[tender.kind]?.[language] ??
    tender.kind
  )
}

/** The first of several things, and how many there are. */
export const firstOf = ({ firstLine, lineCount }: { firstLine: string | null; lineCount: number }): string =>
  lineCount > 1 ? `${firstLine ?? ''} (${lineCount})` : (firstLine ?? '')
