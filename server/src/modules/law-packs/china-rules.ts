import type { CancellingLaw, LawPack, PrepaidLaw, RenewalLaw } from './pack-types.ts'

const renewal: RenewalLaw = { noticeDays: 5, hasYearlyReminder: false, coolingOffDays: null, consentKeptYears: 3 }

const cancelling: CancellingLaw = {
  maxTaps: 3,
  needsNoReason: false,
  worksSignedOut: false,
  offers: 'beside',
  buttons: null,
  hasReceipt: true,
  isSameMedium: true,
}

const cards: PrepaidLaw = {
  namedLimitCents: 500_000,
  anonymousLimitCents: 100_000,
  nonCashFromCents: 5_000_000,
  namedNeverExpires: true,
  withdrawalDays: null,
  withdrawalOnlyUnused: false,
  withdrawalNotForKnownGoods: false,
  refund: { merchant: 'ratio', member: 'list_price' },
  repaidWithinDays: null,
  closingNoticeDays: null,
  invoice: 'at_top_up',
}

const cardSources = [
  '国办发〔2011〕25号；商务部令2012年第9号（2016年修正）：记名卡与不记名卡限额、不设有效期、非现金购卡',
  '国家税务总局公告2016年第53号：预付卡充值与消费的发票',
] as const

/** Cards before the court's interpretation: no days to think it over. */
const china2012: LawPack = {
  id: 'CN@2012-11-01',
  region: 'CN',
  from: '2012-11-01',
  name: { zh: '中国大陆（2012）', en: 'Mainland China (2012)' },
  isDraft: false,
  prepaid: cards,
  renewal,
  cancelling,
  sources: cardSources,
}

/** From here on: seven days to withdraw, and the arithmetic of who caused the end (R3, R5). */
const china2025: LawPack = {
  ...china2012,
  id: 'CN@2025-05-01',
  from: '2025-05-01',
  name: { zh: '中国大陆（2025）', en: 'Mainland China (2025)' },
  prepaid: { ...cards, withdrawalDays: 7, withdrawalNotForKnownGoods: true },
  sources: [
    ...cardSources,
    '法释〔2025〕4号：七日内返还本金、退款计算',
    '消费者权益保护法实施条例（2024-07-01 施行）第十条：自动续费提前告知',
    '网络交易监督管理办法第十八条：随时取消自动续费',
  ],
}

const shanghai: LawPack = {
  ...china2025,
  id: 'CN-SH@2025-05-01',
  region: 'CN-SH',
  name: { zh: '上海', en: 'Shanghai' },
  prepaid: { ...china2025.prepaid, closingNoticeDays: 30 },
  sources: [...china2025.sources, '上海市单用途预付消费卡管理规定：停业提前三十日公告'],
}

const heilongjiang: LawPack = {
  ...china2025,
  id: 'CN-HL@2025-05-01',
  region: 'CN-HL',
  name: { zh: '黑龙江', en: 'Heilongjiang' },
  prepaid: { ...china2025.prepaid, closingNoticeDays: 30, repaidWithinDays: 15 },
  sources: [...china2025.sources, '黑龙江省预付式消费合同示范文本：停止兑付提前三十日、申请后十五日内退款'],
}

const shenzhenDraft: LawPack = {
  ...china2025,
  id: 'CN-SZ@2025-05-01',
  region: 'CN-SZ',
  name: { zh: '深圳（征求意见稿）', en: 'Shenzhen (draft)' },
  isDraft: true,
  prepaid: { ...china2025.prepaid, withdrawalOnlyUnused: true, repaidWithinDays: 10 },
  sources: [...china2025.sources, '深圳经济特区预付式消费管理规定（征求意见稿）：未消费七日内退、十日内退款'],
}

/** Mainland China: the national packs by date, and the regions that add to them. */
export const chinaPacks: readonly LawPack[] = [china2012, china2025, shanghai, heilongjiang, shenzhenDraft]
