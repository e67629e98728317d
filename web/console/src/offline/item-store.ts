import { api, ApiRefusal, send, type ResponseOf } from '@staff/api'
import { deviceKey } from '@web/api/device-key.ts'
import { itemFromLine, lineFromItem, type TillLine } from '#modules/catalog/till-line-rules.ts'
import { bucketOf, bucketText, joinBuckets } from './bucket-rules.ts'
import { noteLine, noteNoLine } from './line-state.ts'
import { refreshMembers } from './member-store.ts'
import { keep, offlineDatabase, readKept } from './offline-database.ts'
import { isTill } from './till-contact.ts'

type CatalogPage = ResponseOf<typeof api.tillCatalogGet>
type TillItem = CatalogPage['items'][number]
type Shelf = NonNullable<CatalogPage['shelf']>

/** A store's catalogue as this browser holds it, and the place in its history up to which it is complete. */
export type ItemStore = { storeId: string; items: Map<string, TillItem>; shelf: Shelf; cursor: string }

const headName = 'catalog'
const pageSize = 2_000
const emptyShelf: Shelf = { categories: [], priceLists: [], barcodeFormats: [], quickKeys: [] }

/** Without an answer for so long, what is kept has to do. */
const patienceMs = 5_000

/**
 * A store's catalogue as it stands: on a till what is kept, brought up to date where the server answers; elsewhere, and the
 * first time, the whole of it.
 */
export async function currentItems(storeId: string, signal: AbortSignal): Promise<ItemStore> {
  const kept = isTill() ? await readItems(storeId).catch(() => null) : null
  if (!kept) return loadItems(storeId, signal)
  try {
    const current = await refreshItems(kept, AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]))
    noteLine()
    void refreshMembers().catch(() => undefined) // the members of a minute ago do
    return current
  } catch (error) {
    if (signal.aborted || error instanceof ApiRefusal) throw error
    noteNoLine()
    return kept
  }
}

/** What is kept of a store's catalogue; null when nothing whole is. Some hundred texts, parsed in a breath. */
export async function readItems(storeId: string): Promise<ItemStore | null> {
  const head = await readKept<Omit<ItemStore, 'items'>>(headName)
  if (head?.storeId !== storeId) return null
  const buckets = await offlineDatabase().items.toArray()
  const items = new Map<string, TillItem>()
  for (const { text } of buckets) {
    for (const line of JSON.parse(text) as TillLine[]) {
      const item = itemFromLine(line) as TillItem
      items.set(item.id, item)
    }
  }
  return { ...head, items }
}

/** Reads the whole catalogue, streamed line by line. A till shows it at once and keeps it in the moments after. */
export async function loadItems(storeId: string, signal?: AbortSignal): Promise<ItemStore> {
  const items = new Map<string, TillItem>()
  const buckets = new Map<string, string[]>()
  let cursor = ''
  for await (const lines of linesOf(storeId, signal)) {
    for (const text of lines) {
      const line = JSON.parse(text) as TillLine | { cursor: string }
      if ('cursor' in line) {
        cursor = line.cursor
        continue
      }
      const item = itemFromLine(line) as TillItem
      items.set(item.id, item)
      const key = bucketOf(item.id)
      const texts = buckets.get(key)
      if (texts) texts.push(text)
      else buckets.set(key, [text])
    }
  }
  if (cursor === '') throw new TypeError('the catalogue broke off')
  const store = await followItems({ storeId, items, shelf: emptyShelf, cursor }, signal)
  if (isTill()) whenShown(() => keepAll(store, buckets).then(() => refreshMembers()))
  return store
}

/** Brings a catalogue up to date by what changed since its cursor. The same object where nothing did. */
export async function refreshItems(store: ItemStore, signal?: AbortSignal): Promise<ItemStore> {
  const changed = new Set<string>()
  const next = await followItems({ ...store, items: new Map(store.items) }, signal, changed)
  if (next.cursor === store.cursor && changed.size === 0 && JSON.stringify(next.shelf) === JSON.stringify(store.shelf))
    return store
  await keepChanged(next, changed)
  return next
}

/** Pages of the history behind a cursor, until there are no more. */
async function followItems(store: ItemStore, signal?: AbortSignal, changed?: Set<string>): Promise<ItemStore> {
  const { storeId, items } = store
  let { cursor, shelf } = store
  for (;;) {
    const page: CatalogPage = await send(
      api.tillCatalogGet,
      { storeId, limit: pageSize, cursor },
      signal ? { signal } : {},
    )
    for (const item of page.items) {
      if (item.isArchived) items.delete(item.id)
      else items.set(item.id, item)
      changed?.add(bucketOf(item.id))
    }
    shelf = page.shelf ?? shelf
    cursor = page.cursor
    if (page.isComplete) return { storeId, items, shelf, cursor }
  }
}

/** Once the till is on the screen: writing a large catalogue takes longer than drawing it. What fails is read anew next time. */
function whenShown(body: () => Promise<void>): void {
  setTimeout(() => void body().catch(() => undefined), 100)
}

async function keepAll({ items: _items, ...head }: ItemStore, buckets: Map<string, string[]>): Promise<void> {
  const database = offlineDatabase()
  await database.transaction('rw', database.kept, database.items, async () => {
    await database.items.clear()
    await database.items.bulkPut([...buckets].map(([key, texts]) => ({ key, text: joinBuckets(texts) })))
    await keep(headName, head)
  })
}

async function keepChanged({ items, ...head }: ItemStore, changed: ReadonlySet<string>): Promise<void> {
  const lines = new Map<string, TillLine[]>([...changed].map((key) => [key, []]))
  if (changed.size > 0) for (const item of items.values()) lines.get(bucketOf(item.id))?.push(lineFromItem(item))
  const database = offlineDatabase()
  await database.transaction('rw', database.kept, database.items, async () => {
    await database.items.bulkPut([...lines].map(([key, own]) => ({ key, text: bucketText(own) })))
    await keep(headName, head)
  })
}

/** The lines of the answer as they arrive, by the piece. */
async function* linesOf(storeId: string, signal?: AbortSignal): AsyncGenerator<string[]> {
  const headers = new Headers({ 'x-requested-with': 'regulars' })
  const key = deviceKey()
  if (key) headers.set('x-device-key', key)
  const url = `${api.tillItemsGet.path}?storeId=${encodeURIComponent(storeId)}`
  const response = await fetch(url, { headers, credentials: 'same-origin', cache: 'no-store', signal: signal ?? null })
  if (!response.ok || !response.body) throw new TypeError(`the catalogue was answered with ${response.status}`)
  let rest = ''
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop()!
    yield lines.filter((line) => line !== '')
  }
  if (rest !== '') yield [rest]
}
