/** What a report of leavings can be laid out by. */
export const breakdowns = ['month', 'plan', 'store', 'age', 'region', 'storeRegion', 'advisor', 'channel'] as const
export type Breakdown = (typeof breakdowns)[number]

/** One leaving with the group it falls into. */
export type Grouped = {
  key: string
  name: string | null
  reasonCode: string | null
  isCancelled: boolean
  isKept: boolean
  refundCents: number
}

export type BreakdownRow = {
  key: string
  /** Null: the key says it (a month, an age, nobody). */
  name: string | null
  begun: number
  cancelled: number
  kept: number
  refundCents: number
  reasons: { reasonCode: string | null; count: number }[]
}

export const unknownKey = 'unknown'

/** Ten years each, by whole years; nobody's year of birth is asked for, so many are unknown. */
export function ageBand(age: number | null): string {
  if (age === null) return unknownKey
  if (age < 20) return '0-19'
  if (age >= 60) return '60+'
  const from = Math.floor(age / 10) * 10
  return `${from}-${from + 9}`
}

/** Leavings summed by group, and in each by reason, the most frequent first; months in their own order. */
export function breakDown(by: Breakdown, rows: readonly Grouped[]): BreakdownRow[] {
  const summed = [...Map.groupBy(rows, ({ key }) => key)].map(([key, group]) => {
    const count = (is: (row: Grouped) => boolean) => group.filter(is).length
    const reasons = [...Map.groupBy(group, ({ reasonCode }) => reasonCode)]
      .map(([reasonCode, { length }]) => ({ reasonCode, count: length }))
      .toSorted((a, b) => b.count - a.count || String(a.reasonCode).localeCompare(String(b.reasonCode)))
    return {
      ...{ key, name: group[0]!.name, begun: group.length, reasons },
      ...{ cancelled: count(({ isCancelled }) => isCancelled), kept: count(({ isKept }) => isKept) },
      refundCents: group.reduce((sum, { refundCents }) => sum + refundCents, 0),
    }
  })
  const isOrdered = by === 'month' || by === 'age'
  return summed.toSorted((a, b) =>
    isOrdered ? a.key.localeCompare(b.key) : b.begun - a.begun || a.key.localeCompare(b.key),
  )
}
