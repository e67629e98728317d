import { allocate, mulDivRound, sumCents } from '#shared/money.ts'

/** 备注: what the law asks an invoice of this kind to carry (税务总局公告2016年第53号, R8). */
export const settlementRemark = '收到预付卡结算款'

/** What is invoiced of one rate of tax: `totalCents` = `netCents` + `taxCents` (R23). Negative: a red letter. */
export type SettlementLine = { taxRateBps: number; totalCents: number; netCents: number; taxCents: number }

/** Principal that a party served of what another sold, with what stored value paid in that posting by rate of tax. */
export type Served = {
  sellerId: string | null
  issuerId: string | null
  cents: number
  shares: readonly { taxRateBps: number; cents: number }[]
}

/**
 * What one party invoices another, by rate of tax: each posting's principal spread over the rates by what stored value paid there (R19), so
 * that the lines sum to what is settled, symmetric for what went back (R17). Pairs in the order in which they first come.
 */
export function settlementPairs(
  served: readonly Served[],
): { sellerId: string | null; issuerId: string | null; totals: Map<number, number> }[] {
  const pairs = new Map<string, { sellerId: string | null; issuerId: string | null; totals: Map<number, number> }>()
  for (const { sellerId, issuerId, cents, shares } of served) {
    if (sellerId === issuerId) continue
    const key = `${sellerId} ${issuerId}`
    const pair = pairs.get(key) ?? { sellerId, issuerId, totals: new Map<number, number>() }
    pairs.set(key, pair)
    const parts = allocate(
      cents,
      shares.map((share) => Math.abs(share.cents)),
    )
    for (const [index, { taxRateBps }] of shares.entries()) {
      pair.totals.set(taxRateBps, (pair.totals.get(taxRateBps) ?? 0) + parts[index]!)
    }
  }
  return [...pairs.values()]
}

/** Lines of what is open: served less what was invoiced, rates in order, none of nothing. */
export function openLines(totals: ReadonlyMap<number, number>, invoiced: readonly SettlementLine[]): SettlementLine[] {
  const open = new Map(totals)
  for (const { taxRateBps, totalCents } of invoiced) open.set(taxRateBps, (open.get(taxRateBps) ?? 0) - totalCents)
  return [...open]
    .filter(([, totalCents]) => totalCents !== 0)
    .sort(([a], [b]) => a - b)
    .map(([taxRateBps, totalCents]) => {
      const taxCents = mulDivRound(totalCents, taxRateBps, 10_000 + taxRateBps)
      return { taxRateBps, totalCents, netCents: totalCents - taxCents, taxCents }
    })
}

export const totalOf = (lines: readonly SettlementLine[]): number => sumCents(lines.map(({ totalCents }) => totalCents))
