import { type Static, type TProperties, type TSchema, Type } from 'typebox'
import { maxCents } from '#shared/money.ts'

/** An object that refuses unknown fields. */
export function strict<P extends TProperties>(properties: P, options: { $id?: string; description?: string } = {}) {
  return Type.Object(properties, { additionalProperties: false, ...options })
}

export const Uuid = Type.String({ format: 'uuid', description: 'UUIDv7, lower case' })

/** An amount from zero, in cents. */
export const Cents = Type.Integer({ minimum: 0, maximum: maxCents, description: 'whole cents' })

/** An amount above zero, in cents. */
export const PositiveCents = Type.Integer({ minimum: 1, maximum: maxCents, description: 'whole cents, above zero' })

/** A sum over many rows. */
export const SumCents = Type.Integer({ description: 'whole cents' })

export const Count = Type.Integer({ minimum: 0, maximum: 1_000_000_000 })

export const RateBps = Type.Integer({ minimum: 0, maximum: 10_000, description: 'basis points (1/10,000)' })

/** One line of text as a person types it: trimmed by the screen, kept exactly by the server. */
export function Text(maxLength: number, minLength = 1) {
  return Type.String({ minLength, maxLength, pattern: '^[^\\u0000]*$' })
}

export const Day = Type.String({ format: 'date', description: 'YYYY-MM-DD, a date in the store’s zone' })

export const Instant = Type.String({ format: 'date-time', description: 'RFC 3339 with offset' })

export function Nullable<T extends TSchema>(schema: T) {
  return Type.Union([schema, Type.Null()])
}

export const Cursor = Type.String({ maxLength: 400, description: 'from the page before' })

export const PageQuery = {
  cursor: Type.Optional(Cursor),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
}

/** One page of a list; `next` is null on the last. */
export function PageOf<T extends TSchema>(item: T) {
  return strict({ items: Type.Array(item), next: Nullable(Cursor) })
}

/** Packs a place in a list, as the sort key of a page's last row: an instant to the millisecond. Opaque to callers. */
export function encodeCursor(key: readonly (string | number | Date | null)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url')
}

/**
 * One page of `rows`, which were read one past its end (`limit + 1`): at most `limit` of them, and the cursor of what follows, made
 * of the sort key of the last one shown; null where nothing follows.
 */
export function pageOf<Row>(
  rows: readonly Row[],
  limit: number,
  keyOf: (last: Row) => Parameters<typeof encodeCursor>[0],
): { page: Row[]; next: string | null } {
  const page = rows.slice(0, limit)
  return { page, next: rows.length > limit ? encodeCursor(keyOf(page.at(-1)!)) : null }
}

/** Unpacks a cursor; null for one that was not made here. */
export function decodeCursor(cursor: string | undefined, length: number): (string | number | null)[] | null {
  if (!cursor) return null
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    return Array.isArray(key) && key.length === length ? key : null
  } catch {
    return null
  }
}

export type { Static }
export { Type }
