import { categories, type Category, saveCategories } from '#modules/catalog/arrange-shelf.ts'
import {
  completeItems,
  type Item,
  itemsByCode,
  type NewItem,
  saveItems,
  type StoredItem,
} from '#modules/catalog/save-items.ts'
import { openStock } from '#modules/stock/adjust-stock.ts'
import type { Work } from '#platform/work.ts'
import { changedFields } from '#shared/changed-fields.ts'
import { newId } from '#shared/ids.ts'
import { isRefusal, refuse } from '#shared/refusal.ts'
import { addEffects, type Effect } from './batch-queries.ts'
import { type BatchContext, rejected, type RowOutcome } from './row-outcome.ts'
import type { BundlePart, ParsedRow } from './row-rules.ts'

/**
 * Products and services by the number they have in the file. A new number makes an item, a known one changes what the file
 * fills in and leaves the rest: an empty cell clears nothing. Unknown categories are made.
 *
 * Stock is opened for new items only: what a known one has on hand is counted here, not there. Bundles come after all goods of
 * the piece, so that a part may stand below its bundle.
 */
export async function importProducts(
  work: Work,
  context: BatchContext,
  rows: readonly ParsedRow[],
): Promise<RowOutcome[]> {
  const [bundles, goods] = [rows.filter(isBundle), rows.filter((row) => !isBundle(row))]
  const outcomes = new Map<ParsedRow, RowOutcome>()
  const keep = (part: readonly ParsedRow[], of: readonly RowOutcome[]) =>
    part.forEach((row, index) => outcomes.set(row, of[index]!))
  keep(goods, await importGoods(work, context, goods))
  keep(bundles, await importBundles(work, context, bundles))
  return rows.map((row) => outcomes.get(row)!)
}

const isBundle = ({ values }: ParsedRow) => values.parts !== undefined

/** Bundles whose parts are known by now; another one is refused with the number that nobody has. */
async function importBundles(work: Work, context: BatchContext, rows: readonly ParsedRow[]): Promise<RowOutcome[]> {
  const partsOf = ({ values }: ParsedRow) => values.parts as BundlePart[]
  const known = await itemsByCode(
    work,
    rows.flatMap((row) => partsOf(row).map(({ code }) => code)),
  )
  const missing = rows.map((row) => partsOf(row).find(({ code }) => !known.has(code))?.code)
  const complete = rows.filter((_, index) => missing[index] === undefined)
  const partIds = new Map([...known].map(([code, { id }]) => [code, id]))
  const done = (await importGoods(work, context, complete, partIds)).values()
  return rows.map((row, index) =>
    missing[index] === undefined
      ? done.next().value!
      : rejected(row, 'parts', refuse('bundle_part_unknown', { code: missing[index] })),
  )
}

async function importGoods(
  work: Work,
  context: BatchContext,
  rows: readonly ParsedRow[],
  partIds: ReadonlyMap<string, string> = new Map(),
): Promise<RowOutcome[]> {
  if (rows.length === 0) return []
  const stored = await itemsByCode(
    work,
    rows.map((row) => row.values.externalId as string),
  )
  const categoryIds = await resolveCategories(work, rows)
  const planned = await planItems(work, rows, stored, { categoryIds, partIds })
  const saving = planned.filter(({ isChanged }) => isChanged)
  const saved = await saveItems(
    work,
    saving.map(({ item }) => item),
  )
  const outcomes = new Map<ParsedRow, RowOutcome>(
    planned.flatMap(({ row, before }) =>
      before?.archivedAt ? [[row, rejected(row, 'externalId', refuse('item_archived'))] as const] : [],
    ),
  )
  const effects: Effect[] = []
  const counts: { itemId: string; countedMilli: number }[] = []
  saving.forEach(({ row, item, before }, index) => {
    const outcome = saved[index]!
    if (isRefusal(outcome)) {
      outcomes.set(row, rejected(row, fieldOfRefusal[outcome.code] ?? 'externalId', outcome))
      return
    }
    outcomes.set(row, { kind: 'imported', cents: 0 })
    effects.push({ subjectId: item.id, kind: 'item', before: before ?? null, events: null })
    const stock = row.values.stock as number | undefined
    if (!before && stock && item.tracksStock) counts.push({ itemId: item.id, countedMilli: stock })
  })
  await addEffects(work, context.batchId, effects)
  if (context.storeId !== null) await openStock(work, { storeId: context.storeId, batchId: context.batchId, counts })
  return planned.map(({ row }) => outcomes.get(row) ?? { kind: 'unchanged' })
}

const fieldOfRefusal: Record<string, string> = {
  item_code_taken: 'externalId',
  barcode_taken: 'barcode',
  invalid_barcode: 'barcode',
  scale_number_taken: 'itemCode',
  invalid_scale_number: 'itemCode',
  invalid_duration: 'durationMinutes',
  invalid_stock_kind: 'isWeighed',
  invalid_item_name: 'name',
  invalid_bundle: 'parts',
  item_not_found: 'parts',
}

/** What rows name, by the name: categories and the parts of bundles. */
type KnownIds = { categoryIds: ReadonlyMap<string, string>; partIds: ReadonlyMap<string, string> }

type PlannedItem = { row: ParsedRow; item: Item; before: StoredItem | undefined; isChanged: boolean }

async function planItems(
  work: Work,
  rows: readonly ParsedRow[],
  stored: ReadonlyMap<string, StoredItem>,
  ids: KnownIds,
): Promise<PlannedItem[]> {
  const fresh = rows.map((row): NewItem => {
    const given = fieldsOf(row, ids)
    const kind = isBundle(row) ? 'bundle' : row.values.durationMinutes === undefined ? 'product' : 'service'
    return { ...given, id: newId(), kind, name: row.values.name as string, code: row.values.externalId as string }
  })
  const complete = await completeItems(work, fresh)
  return rows.map((row, index) => {
    const before = stored.get(row.values.externalId as string)
    if (!before) return { row, item: complete[index]!, before: undefined, isChanged: true }
    const { version: _, archivedAt: __, ...kept } = before
    const item = { ...kept, ...fieldsOf(row, ids) }
    return { row, item, before, isChanged: !before.archivedAt && Object.keys(changedFields(kept, item)).length > 0 }
  })
}

/** The columns of an item that a row fills, under the catalogue's names. */
function fieldsOf({ values }: ParsedRow, { categoryIds, partIds }: KnownIds): Partial<Item> {
  const fields: Record<string, unknown> = {
    name: values.name,
    spec: values.spec,
    brand: values.brand,
    note: values.note,
    unit: values.unit,
    listPriceCents: values.price,
    costCents: values.cost,
    taxRateBps: values.taxRate,
    taxClass: values.taxClass,
    isWeighed: values.isWeighed,
    scaleNumber: values.itemCode,
    durationMinutes: values.durationMinutes,
    barcodes: Array.isArray(values.barcode) ? values.barcode.toSorted() : undefined,
    categoryId: typeof values.category === 'string' ? categoryIds.get(values.category) : undefined,
    parts: (values.parts as BundlePart[] | undefined)
      ?.map(({ code, quantityMilli }) => ({ itemId: partIds.get(code)!, quantityMilli }))
      .toSorted((a, b) => (a.itemId < b.itemId ? -1 : 1)),
  }
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<Item>
}

async function resolveCategories(work: Work, rows: readonly ParsedRow[]): Promise<Map<string, string>> {
  const names = new Set(rows.flatMap(({ values }) => (typeof values.category === 'string' ? [values.category] : [])))
  if (names.size === 0) return new Map()
  const known = await categories(work)
  const byName = new Map(known.map(({ name, id }) => [name, id]))
  const missing = [...names].filter((name) => !byName.has(name))
  const made = missing.map((name, index): Category => ({
    id: newId(),
    name,
    parentId: null,
    position: Math.min(10_000, known.length + index + 1),
  }))
  if (made.length > 0) await saveCategories(work, made)
  for (const { name, id } of made) byName.set(name, id)
  return byName
}
