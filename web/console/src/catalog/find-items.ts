import { api, send } from '@staff/api'
import { formatMoney } from '@staff/ui'
import type { PaletteHit } from '#app/palette-sources.ts'
import { paths } from '#app/paths.ts'

/** Products and services for the command palette, by name, pinyin, barcode or number. */
export async function findItems(text: string, signal: AbortSignal): Promise<PaletteHit[]> {
  const { items } = await send(api.itemList, { text, limit: 6 }, { signal })
  return items.map(({ id, name, spec, listPriceCents }) => ({
    key: id,
    title: spec ? `${name} ${spec}` : name,
    ...(listPriceCents !== null && { hint: formatMoney(listPriceCents) }),
    path: paths.products({ item: id }),
  }))
}
