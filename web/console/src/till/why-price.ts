import { t } from '#app/i18n.ts'
import type { PriceStep } from '#modules/cashier/pricing/pricing-types.ts'

/** The answer to "why this price", one sentence per step that the pricing took. */
export function whyThisPrice(line: {
  steps: readonly PriceStep[]
}): { text: string; cents: number; isChange: boolean }[] {
  return line.steps.map((step) => ({
    text: t(`till.why.${step.code}`),
    cents: step.amountCents,
    isChange: step.code !== 'list_price',
  }))
}
