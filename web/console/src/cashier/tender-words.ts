import { t } from '#app/i18n.ts'

const methods = ['wechat', 'alipay', 'card'] as const
const kinds = ['cash', 'stored_value', 'points', 'gift_card', 'other'] as const

type NamedTender = {
  kind: string
  method: string | null
  cardTail?: string | null
  redeemDay?: { name: string; rateBps: number } | null
}

/**
 * How something was paid, in the shop's words: 现金, 储值, 微信; a gift card by its last characters where they are known. A method
 * that nobody named here is shown as it stands.
 */
export function tenderName({ kind, method, cardTail, redeemDay }: NamedTender): string {
  if (redeemDay) return t('till.redeemDayTender', { name: redeemDay.name, times: timesWords(redeemDay.rateBps) })
  if (kind === 'gift_card' && cardTail) return t('till.giftCard', { tail: cardTail })
  const known = methods.find((each) => each === method)
  if (known) return t(`till.method.${known}`)
  if (kind === 'other' && method) return method
  return t(`cashier.tender.${kinds.find((each) => each === kind) ?? 'other'}`)
}

/** 15,000 → 1.5: how many times their worth points have on a redemption day. */
export function timesWords(rateBps: number): string {
  return String(rateBps / 10_000)
}
