import { api, send } from '@staff/api'
import { formatInstant, formatMoney } from '@staff/ui'
import type { PaletteHit } from '#app/palette-sources.ts'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { providerName, stateOf } from './payment-words.ts'

/** Payments by a number as the customer's bill has it, for the command palette: the provider's as it begins, the whole of ours. */
export async function findPayments(text: string, signal: AbortSignal): Promise<PaletteHit[]> {
  const number = text.replaceAll(/\s/g, '')
  if (!/^[0-9a-z]{10,64}$/i.test(number)) return []
  const { items } = await send(api.paymentList, { number, limit: 5 }, { signal })
  return items.map((payment) => ({
    key: `payment-${payment.id}`,
    title: t('payments.found', { provider: providerName(payment.provider), amount: formatMoney(payment.amountCents) }),
    hint: [stateOf(payment).text, formatInstant(payment.createdAt)].join(' · '),
    path: paths.payment({ paymentId: payment.id }),
  }))
}
