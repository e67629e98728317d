import { t } from '#portal/app/i18n.ts'

const methods = ['wechat', 'alipay', 'card'] as const
const kinds = ['cash', 'stored_value', 'points', 'gift_card', 'other'] as const

/** How something was paid. A way of paying that nobody named here stands as the shop calls it. */
export function tenderWords({
  kind,
  method,
  cardTail,
  redeemDay,
}: {
  kind: string
  method: string | null
  cardTail: string | null
  redeemDay?: { name: string; rateBps: number } | null
}): string {
  if (redeemDay) return t('receipts.redeemDay', { name: redeemDay.name, times: String(redeemDay.rateBps / 10_000) })
  if (kind === 'gift_card' && cardTail) return t('receipts.giftCard', { tail: cardTail })
  const known = methods.find((each) => each === method)
  if (known) return t(`receipts.method.${known}`)
  if (kind === 'other' && method) return method
  return t(`receipts.tender.${kinds.find((each) => each === kind) ?? 'other'}`)
}
