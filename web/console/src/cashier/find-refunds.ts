import { api, send } from '@staff/api'
import { formatInstant, formatMoney } from '@staff/ui'
import type { PaletteHit } from '#app/palette-sources.ts'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'

/** Refunds whose number begins as typed, for the command palette: an R stands before it. */
export async function findRefunds(text: string, signal: AbortSignal): Promise<PaletteHit[]> {
  if (!/^r\d[\d-]*$/i.test(text)) return []
  const { items } = await send(api.refundList, { receipt: text.toUpperCase(), limit: 5 }, { signal })
  return items.map(({ id, saleId, receiptNumber, kind, at, paidCents }) => ({
    key: `refund-${id}`,
    title: receiptNumber,
    hint: [t(`cashier.refundList.kinds.${kind}`), formatMoney(-paidCents), formatInstant(at)].join(' · '),
    path: saleId ? paths.sale({ saleId }) : paths.bareReturn({ returnId: id }),
  }))
}
