import type { RefusalSentences } from '#platform/refusals.ts'

export const closingRefusals = {
  closing_announced: {
    zh: '这家门店已经公告停业，最后营业日是 {{day}}',
    en: 'The closing of this store was announced already; its last day is {{day}}',
  },
  closing_notice_short: {
    zh: '当地规定至少提前 {{days}} 天公告，最后营业日最早是 {{day}}',
    en: 'The law of the place asks for {{days}} days’ notice; the last day is {{day}} at the earliest',
  },
  closing_not_announced: {
    zh: '这家门店还欠着会员的储值、卡项或礼品卡，请先公告停业',
    en: 'This store still owes stored value, passes or gift cards; announce its closing first',
  },
  closing_too_early: {
    zh: '公告的最后营业日是 {{day}}，到那天才能停业',
    en: 'The last day that was announced is {{day}}; it can be closed then',
  },
  closing_claims_open: {
    zh: '还有 {{count}} 笔会员要求退还的没有退，退完才能停业',
    en: '{{count}} refunds that members asked for are not paid; pay them, then close',
  },
  closing_nothing_owed: { zh: '没有可以退还的储值或卡项', en: 'There is no stored value or pass left to give back' },
} as const satisfies RefusalSentences
