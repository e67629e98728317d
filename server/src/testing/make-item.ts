import { createItem } from '#modules/catalog/create-item.ts'
import type { NewItem } from '#modules/catalog/save-items.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'

let made = 0

/** A product of 100.00 with 6 % VAT that counts no stock, unless the test says otherwise. */
export async function makeItem(work: Work, given: Partial<NewItem> = {}): Promise<{ id: string }> {
  const item: NewItem = {
    id: newId(),
    kind: 'product',
    name: `洗发水 ${++made}`,
    listPriceCents: 10_000,
    taxRateBps: 600,
    tracksStock: false,
    ...(given.kind === 'service' ? { durationMinutes: 60 } : {}),
    ...given,
  }
  await createItem(work, item)
  return { id: item.id }
}
