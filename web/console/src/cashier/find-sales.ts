import { api, send } from '@staff/api'
import { formatInstant, formatMoney } from '@staff/ui'
import type { PaletteHit } from '#app/palette-sources.ts'
import { paths } from '#app/paths.ts'

/** Sales whose receipt number begins as typed, for the command palette. Words are no receipt numbers. */
export async function findSales(text: string, signal: AbortSignal): Promise<PaletteHit[]> {
  if (!/^\d{2}-?[\d-]*$/.test(text)) return []
  const { items } = await send(api.saleList, { receipt: text, limit: 5 }, { signal })
  return items.map(({ id, receiptNumber, happenedAt, netCents, memberName }) => ({
    key: `sale-${id}`,
    title: receiptNumber,
    hint: [memberName, formatMoney(netCents), formatInstant(happenedAt)].filter(Boolean).join(' · '),
    path: paths.sale({ saleId: id }),
  }))
}
