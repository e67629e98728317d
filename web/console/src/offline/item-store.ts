import { api, ApiRefusal, send, type ResponseOf } from '@staff/api'
import { deviceKey } from '@web/api/device-key.ts'
import { itemFromLine, lineFromItem, type TillLine } from '#modules/catalog/till-line-rules.ts'
import { noteLine, noteNoLine } from './line-state.ts'
import { refreshMembers } from './member-store.ts'
import { keep, offlineDatabase, readKept } from './offline-database.ts'
import { joinLines, parseLines, piecesOf, type Piece } from './piece-rules.ts'
import { isTill } from './till-contact.ts'

type CatalogPage = ResponseOf<typeof api.tillCatalogGet>
type TillItem = CatalogPage['items'][number]
type Shelf = NonNullable<CatalogPage['shelf']>

/** The place in a store's catalogue up to which this browser has it, and all of it that is small. */
type Place = { storeId: string; shelf: Shelf; cursor: string }

/** A store's catalogue as this browser holds it. `changes`: what is newer than the pieces that are kept; null is gone. */
export type ItemStore = Place & { items: Map<string, TillItem>; changes: Map<string, TillItem | null> }

/** The catalogue's first record: beside the pieces, what changed since they came. */
type Head = Place & { changed?: TillLine[]; gone?: string[] }

/** What the server has behind a place. */
type News = { items: TillItem[]; shelf: Shelf | null; cursor: string }

const headName = 'catalog'
const pageSize = 2_000
/** With so many changes the pieces are written anew. */
const mostChanges = 2_000
const linesPerPiece = 5_000
const emptyShelf: Shelf = { categories: [], priceLists: [], barcodeFormats: [], quickKeys: [] }

/** Without an answer for so long, what is kept has to do. */
const patienceMs = 5_000

/** The catalogue that this page works with: a minute later only what changed is asked for. */
let held: ItemStore | null = null
/** Whether the pieces below it are kept: a full disk may have refused them. */
let isKept = false

/**
 * A store's catalogue as it stands: what this page has or the till keeps, brought up to date where the server answers; the first
 * time, the whole of it. The same object where nothing changed.
 */
export async function currentItems(storeId: string, signal: AbortSignal): Promise<ItemStore> {
  const known = held?.storeId === storeId ? held : null
  const place = known ?? (isTill() ? await readHead(storeId).catch(() => null) : null)
  const kept = place && (await catchUp(place, known, signal))
  return (held = kept ?? (await loadItems(storeId, signal)))
}

/** What is known or kept, with the server's news; while those travel, the pieces are read. Null when nothing whole is kept. */
async function catchUp(place: Head, known: ItemStore | null, signal: AbortSignal): Promise<ItemStore | null> {
  const asked = readNews(place, AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]))
  asked.catch(() => undefined) // heard below
  const store = known ?? (await readPieces(place).catch(() => null))
  if (!store) return null
  try {
    const current = await takeIn(store, await asked)
    noteLine()
    if (isTill()) void refreshMembers().catch(() => undefined) // the members of a minute ago do
    return current
  } catch (error) {
    if (signal.aborted || error instanceof ApiRefusal || !isTill()) throw error
    noteNoLine()
    return store
  }
}

async function readHead(storeId: string): Promise<Head | null> {
  const head = await readKept<Head>(headName)
  return head?.storeId === storeId ? head : null
}

/** The kept pieces as items, and on them what changed since. */
async function readPieces({ changed = [], gone = [], ...place }: Head): Promise<ItemStore> {
  const pieces = await offlineDatabase().items.toArray()
  const items = new Map<string, TillItem>()
  for (const piece of pieces) addPiece(items, piece)
  const changes = new Map<string, TillItem | null>()
  for (const id of gone) changes.set(id, null)
  for (const line of changed) changes.set(line[0] as string, itemFromLine(line) as TillItem)
  for (const [id, item] of changes) {
    if (item) items.set(id, item)
    else items.delete(id)
  }
  isKept = true
  return { ...place, items, changes }
}

/** Adds the items of a piece. Gives the cursor, which is the last line of the last. */
function addPiece(items: Map<string, TillItem>, piece: Piece): string | null {
  let cursor: string | null = null
  for (const line of parseLines<TillLine | { cursor: string }>(piece)) {
    if ('cursor' in line) {
      cursor = line.cursor
      continue
    }
    const item = itemFromLine(line) as TillItem
    items.set(item.id, item)
  }
  return cursor
}

/** Reads the whole catalogue, parsed piece by piece as it comes. A till shows it at once and keeps it in the moments after. */
async function loadItems(storeId: string, signal?: AbortSignal): Promise<ItemStore> {
  const items = new Map<string, TillItem>()
  const pieces: Uint8Array[] = []
  let cursor = ''
  for await (const bytes of piecesOf(await askLines(storeId, signal))) {
    cursor = addPiece(items, { bytes }) ?? cursor
    pieces.push(bytes)
  }
  if (cursor === '') throw new TypeError('the catalogue broke off')
  const base: ItemStore = { storeId, items, shelf: emptyShelf, cursor, changes: new Map() }
  const store = withNews(base, await readNews(base, signal))
  if (isTill()) whenShown(() => keepAll(store, pieces).then(() => refreshMembers()))
  return store
}

/** All pages of the history behind a place. */
async function readNews({ storeId, cursor }: Place, signal?: AbortSignal): Promise<News> {
  const items: TillItem[] = []
  for (let at = cursor; ;) {
    const input = { storeId, limit: pageSize, cursor: at }
    const page: CatalogPage = await send(api.tillCatalogGet, input, signal ? { signal } : {})
    for (const item of page.items) items.push(item)
    at = page.cursor
    if (page.isComplete) return { items, shelf: page.shelf, cursor: at }
  }
}

function withNews(store: ItemStore, news: News): ItemStore {
  const [items, changes] = [new Map(store.items), new Map(store.changes)]
  for (const item of news.items) {
    changes.set(item.id, item.isArchived ? null : item)
    if (item.isArchived) items.delete(item.id)
    else items.set(item.id, item)
  }
  return { storeId: store.storeId, items, shelf: news.shelf ?? store.shelf, cursor: news.cursor, changes }
}

/** The catalogue with what is new, and on a till kept so. The same object where nothing is. */
async function takeIn(store: ItemStore, news: News): Promise<ItemStore> {
  const isSameShelf = news.shelf === null || JSON.stringify(news.shelf) === JSON.stringify(store.shelf)
  if (news.items.length === 0 && news.cursor === store.cursor && isSameShelf) return store
  const next = withNews(store, news)
  if (!isTill()) return next
  // A full disk must not keep a new price from the counter: it is read again next time.
  return keepNews(next).catch(() => next)
}

async function keepNews(next: ItemStore): Promise<ItemStore> {
  if (isKept && next.changes.size <= mostChanges) {
    await keep(headName, headOf(next))
    return next
  }
  const whole = { ...next, changes: new Map<string, null>() }
  await keepAll(whole, piecesOfItems(next.items))
  return whole
}

/** Once the till is on the screen. What fails is read anew next time. */
function whenShown(body: () => Promise<void>): void {
  setTimeout(() => void body().catch(() => undefined), 100)
}

function headOf({ storeId, shelf, cursor, changes }: ItemStore): Head {
  const changed: TillLine[] = []
  const gone: string[] = []
  for (const [id, item] of changes) {
    if (item) changed.push(lineFromItem(item))
    else gone.push(id)
  }
  return { storeId, shelf, cursor, changed, gone }
}

async function keepAll(store: ItemStore, pieces: readonly Uint8Array[]): Promise<void> {
  const database = offlineDatabase()
  await database.transaction('rw', database.kept, database.items, async () => {
    await database.items.clear()
    await database.items.bulkPut(pieces.map((bytes, place) => ({ key: String(place).padStart(5, '0'), bytes })))
    await keep(headName, headOf(store))
  })
  isKept = true
}

function piecesOfItems(items: ReadonlyMap<string, TillItem>): Uint8Array[] {
  const all = [...items.values()]
  const pieces: Uint8Array[] = []
  for (let done = 0; done < all.length; done += linesPerPiece)
    pieces.push(joinLines(all.slice(done, done + linesPerPiece).map(lineFromItem)))
  return pieces
}

async function askLines(storeId: string, signal?: AbortSignal): Promise<ReadableStream<Uint8Array>> {
  const headers = new Headers({ 'x-requested-with': 'regulars' })
  const key = deviceKey()
  if (key) headers.set('x-device-key', key)
  const url = `${api.tillItemsGet.path}?storeId=${encodeURIComponent(storeId)}`
  const response = await fetch(url, { headers, credentials: 'same-origin', cache: 'no-store', signal: signal ?? null })
  if (!response.ok || !response.body) throw new TypeError(`the catalogue was answered with ${response.status}`)
  return response.body
}
