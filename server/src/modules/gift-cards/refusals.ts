import type { RefusalSentences } from '#platform/refusals.ts'

export const giftCardRefusals = {
  gift_card_not_found: { zh: '没有这张礼品卡，请核对卡号', en: 'There is no such gift card: check its code' },
  gift_card_blank: { zh: '这张礼品卡还没有售出，不能使用', en: 'This gift card was not sold yet' },
  gift_card_blocked: { zh: '这张礼品卡已停用', en: 'This gift card is blocked' },
  gift_card_elsewhere: { zh: '这张礼品卡不能在本店使用', en: 'This gift card is not for this store' },
  gift_card_full: {
    zh: '不记名卡余额不得超过规定上限（{{limitCents}}），卡内已有 {{balanceCents}}',
    en: 'An anonymous card may hold {{limitCents}} at most; {{balanceCents}} are on it',
  },
  gift_card_empty: { zh: '卡内没有余额', en: 'Nothing is left on this card' },
  gift_card_code_gone: {
    zh: '卡号只在制卡后一小时内可以查看',
    en: 'The code can be seen for an hour after the card was made',
  },
  gift_card_load_not_found: { zh: '没有这笔售卡或充卡', en: 'There is no such sale or load of a gift card' },
  gift_card_payout_approval_needed: { zh: '退卡需要店长授权', en: 'Paying out a gift card needs a manager’s approval' },
  gift_card_batch_not_found: { zh: '没有这批礼品卡', en: 'There is no such batch of gift cards' },
} as const satisfies RefusalSentences
