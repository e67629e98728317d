import type { Day } from '#shared/business-day.ts'

/** What one store did with stored principal on one day, in cents. Bonus is told beside it and never settled: nobody paid for it. */
export type StoreDay = {
  day: Day
  storeId: string
  /** Principal that the store took money for. */
  collectedCents: number
  /** Principal spent at the store, less what refunds gave back, whoever sold it. */
  servedCents: number
  /** Principal that the store paid back in money. */
  paidBackCents: number
  servedBonusCents: number
}

/** One party's row of a day's file. Positive: it owes the head office; negative: it is owed. */
export type NettingRow = Omit<StoreDay, 'storeId'> & { partyId: string | null; netCents: number }

/**
 * Nets stored value between parties, day by day (R9): a store owes what it collected, less what it served and paid back. Stores of the
 * merchant's own are one party with the head office (`partyId` null), whose row is what makes the day sum to zero: it holds what is
 * outstanding. Rows of a day: franchises as given, then the head office.
 */
export function netStoredValue(days: readonly StoreDay[], franchises: ReadonlySet<string>): NettingRow[] {
  const byDay = Map.groupBy(days, ({ day }) => day)
  return [...byDay].flatMap(([day, rows]) => {
    const settled = rows.filter(({ storeId }) => franchises.has(storeId)).map(franchiseRow)
    const own = rows.filter(({ storeId }) => !franchises.has(storeId))
    const owedCents = settled.reduce((sum, { netCents }) => sum + netCents, 0)
    const headOffice: NettingRow = {
      day,
      partyId: null,
      collectedCents: sumOf(own, 'collectedCents'),
      servedCents: sumOf(own, 'servedCents'),
      paidBackCents: sumOf(own, 'paidBackCents'),
      servedBonusCents: sumOf(own, 'servedBonusCents'),
      // Not minus zero.
      netCents: owedCents === 0 ? 0 : -owedCents,
    }
    return [...settled, headOffice]
  })
}

function franchiseRow({ storeId, ...row }: StoreDay): NettingRow {
  return { ...row, partyId: storeId, netCents: row.collectedCents - row.servedCents - row.paidBackCents }
}

function sumOf(rows: readonly StoreDay[], field: Exclude<keyof StoreDay, 'day' | 'storeId'>): number {
  return rows.reduce((sum, row) => sum + row[field], 0)
}
