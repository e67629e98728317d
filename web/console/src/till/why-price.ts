import { formatMoney } from '@staff/ui'
import { t } from '#app/i18n.ts'
import type { PriceStep } from '#modules/cashier/pricing/pricing-types.ts'
import { quantityText } from './quantity-text.ts'

type Reason = { text: string; cents: number; isChange: boolean }

/** The answer to "why this price", one entry per step that the pricing took. */
export function whyThisPrice(line: { steps: readonly PriceStep[] }): Reason[] {
  return line.steps.map((step) => ({
    text: textOf(step),
    cents: step.amountCents,
    isChange: step.code !== 'list_price',
  }))
}

function textOf({ code, facts }: PriceStep): string {
  const { unitPriceCents, quantityMilli, offBps, name } = facts
  const what = t(`till.why.${code}`)
  if (typeof name === 'string' && name !== '') return t('till.why.named', { what, name })
  if (typeof offBps === 'number') return t('till.why.rate', { what, percent: offBps / 100 })
  if (typeof unitPriceCents !== 'number') return what
  const price = formatMoney(unitPriceCents)
  if (typeof quantityMilli !== 'number' || quantityMilli === 1000) return t('till.why.priced', { what, price })
  return t('till.why.times', { what, price, quantity: quantityText(quantityMilli) })
}

/** The same as one sentence, for reading out: "List price ¥68.00 × 2; member price ¥60.00, ¥16.00 less; to pay ¥120.00." */
export function priceSentence(line: { steps: readonly PriceStep[]; netCents: number }): string {
  const parts = whyThisPrice(line).map(({ text, cents, isChange }) => {
    if (!isChange || cents === 0) return text
    return cents < 0
      ? t('till.why.less', { text, amount: formatMoney(-cents) })
      : t('till.why.more', { text, amount: formatMoney(cents) })
  })
  return t('till.why.sentence', { parts: parts.join(t('till.why.then')), net: formatMoney(line.netCents) })
}
