import { sql } from 'kysely'
import type { Connection } from './db.ts'

/** The tables of which processes remember rows (`Work.facts`). A migration that changes their rows gives every merchant a new stamp. */
const tables = {
  catalog: ['item', 'category', 'bundle_part', 'price_list', 'price_list_item'],
  points: ['rule', 'expiry_rule', 'campaign_version', 'action_rule'],
  promotions: ['promotion_version'],
  shops: ['store'],
  tiers: ['tier'],
}

const tableNames = Object.entries(tables).map(([schema, names]) => `"?${schema}"?\\."?(?:${names.join('|')})"?`)
const changing = new RegExp(
  `\\b(?:insert into|update|delete from|merge into)\\s+(?:only\\s+)?(?:${tableNames.join('|')})\\b`,
  'i',
)

const known = new Map<string, boolean>()

/** Whether a statement changes rows that processes remember. Texts come from our own code: each is looked at once. */
export function changesFacts(text: string): boolean {
  let answer = known.get(text)
  if (answer === undefined) {
    answer = changing.test(text)
    if (known.size < 10_000) known.set(text, answer)
  }
  return answer
}

/** What is known of one merchant in one state of its facts. */
export class KnownFacts {
  readonly #maps = new Map<string, Map<string, unknown>>()

  /** What is known under a name, by key; the caller adds what it had to read. Nobody changes what stands in it. */
  map<T>(name: string): Map<string, T> {
    let map = this.#maps.get(name)
    if (!map) this.#maps.set(name, (map = new Map()))
    // Of a catalogue beyond this, what is sold comes back soon enough.
    if (map.size > mostKnown) map.clear()
    return map as Map<string, T>
  }
}

const mostKnown = 20_000
const mostMerchants = 200

/** What a process remembers of merchants, each in the state in which it was last seen. */
export class FactMemory {
  readonly #merchants = new Map<string, { stamp: string; facts: KnownFacts }>()

  /** The state in which a merchant was last seen. */
  last(merchantId: string): KnownFacts | null {
    return this.#merchants.get(merchantId)?.facts ?? null
  }

  of(merchantId: string, stamp: string): KnownFacts {
    const found = this.#merchants.get(merchantId)
    if (found?.stamp === stamp) return found.facts
    const facts = new KnownFacts()
    this.#merchants.delete(merchantId)
    // The one that changed its facts longest ago makes room.
    if (this.#merchants.size >= mostMerchants) this.#merchants.delete(this.#merchants.keys().next().value!)
    this.#merchants.set(merchantId, { stamp, facts })
    return facts
  }
}

/** The facts as they stand now. What is read from here on is at least as new as the stamp, so that nothing old is kept under a new one. */
export async function readKnownFacts(connection: Connection, merchantId: string): Promise<KnownFacts> {
  const [row] = await connection.send<{ stamp: string }>(sql`
    select stamp from platform.fact_stamp where merchant_id = ${merchantId}`)
  // Of who changes them itself, nothing is kept: it may be rolled back.
  return connection.hasChangedFacts ? new KnownFacts() : connection.facts.of(merchantId, row?.stamp ?? 'none')
}

/** Says that facts are others now: the last statement of a transaction that changed some, so that nobody waits for it longer than a commit takes. */
export function writeStamp(connection: Connection, merchantId: string): Promise<unknown> {
  return connection.send(sql`
    insert into platform.fact_stamp (merchant_id, stamp) values (${merchantId}, gen_random_uuid())
    on conflict (merchant_id) do update set stamp = excluded.stamp`)
}

export type Span = { from: Date; until: Date }

/** What holds within an hour is read with what holds now. */
const spareMs = 3_600_000

/**
 * What holds at some time of a span, read for somewhat more on either side, and again only for what lies beyond. The caller leaves out
 * what its own span does not meet.
 */
export async function knownWithin<T>(
  facts: KnownFacts,
  name: string,
  span: Span,
  read: (wide: Span) => Promise<T>,
): Promise<T> {
  const map = facts.map<Span & { value: T }>('within')
  const found = map.get(name)
  if (found && found.from <= span.from && span.until <= found.until) return found.value
  const wide = { from: new Date(span.from.getTime() - spareMs), until: new Date(span.until.getTime() + spareMs) }
  const value = await read(wide)
  map.set(name, { ...wide, value })
  return value
}

/** Rows by key: those that are known, and the rest read in one statement. Keys of which there is no row are asked for again each time. */
export async function knownRows<T>(
  map: Map<string, T>,
  keys: readonly string[],
  read: (missing: string[]) => Promise<Iterable<readonly [string, T]>>,
): Promise<Map<string, T>> {
  // Taken before anything is waited for: meanwhile the map may be emptied for others.
  const rows = new Map<string, T>()
  for (const key of keys) if (map.has(key)) rows.set(key, map.get(key) as T)
  const missing = keys.filter((key) => !rows.has(key))
  if (missing.length === 0) return rows
  for (const [key, row] of await read(missing)) {
    map.set(key, row)
    rows.set(key, row)
  }
  return rows
}
