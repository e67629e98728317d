/** What stands in a line of a till's first load, in this order. `feed-queries.ts` writes them so. */
export const tillLineFields = [
  'id',
  'kind',
  'code',
  'name',
  'spec',
  'searchText',
  'categoryId',
  'unit',
  'listPriceCents',
  'taxRateBps',
  'isWeighed',
  'scaleNumber',
  'isDiscountable',
  'earnsPoints',
  'tracksStock',
  'durationMinutes',
  'pictureId',
  'barcodes',
] as const

export type TillLine = readonly unknown[]

/** An item of the catalogue's own feed, from its line. The caller knows the feed's type. */
export function itemFromLine(line: TillLine): Record<string, unknown> {
  const item: Record<string, unknown> = { isArchived: false }
  for (let index = 0; index < tillLineFields.length; index++) item[tillLineFields[index]!] = line[index]
  return item
}

/** The line of an item, as the first load would have sent it. */
export function lineFromItem(item: object): TillLine {
  const fields = item as Record<string, unknown>
  return tillLineFields.map((field) => fields[field])
}
