import { sumCents } from '#shared/money.ts'

/**
 * Money by one means of payment. `saleCents` is what of the sales it paid; what came in is that plus `roundingCents`. Value is
 * what a member or a card holds: top-ups and gift cards sold, and what of them was paid back.
 */
export type TenderFigure = {
  kind: string
  method: string | null
  saleCents: number
  roundingCents: number
  refundCents: number
  valueSoldCents: number
  valueBackCents: number
}

/** Sales less refunds by rate of VAT. */
export type TaxFigure = { rateBps: number; netCents: number; taxCents: number }

/** What a stretch of time at one till, or a store's day, amounts to. Whole cents; refunds and payouts are positive amounts. */
export type Figures = {
  sales: {
    count: number
    grossCents: number
    discountCents: number
    manualDiscountCents: number
    waiverCents: number
    netCents: number
    taxCents: number
  }
  refunds: { count: number; netCents: number; taxCents: number; paidCents: number }
  topUps: { count: number; principalCents: number; bonusCents: number }
  topUpRefunds: { count: number; paidCents: number }
  giftCards: { count: number; loadedCents: number }
  giftCardPayouts: { count: number; paidCents: number }
  /** By kind and method, in that order. */
  tenders: TenderFigure[]
  /** By rate. */
  taxes: TaxFigure[]
  drawer: { openingCents: number; paidInCents: number; paidOutCents: number; openedCount: number }
}

/** Means of payment whose amounts the system keeps itself: nobody can count them, they are what the ledger says. */
const keptKinds: readonly string[] = ['stored_value', 'points', 'gift_card']

/** Whether a person can say what there is of it: notes in a drawer, the total on a terminal's slip. */
export function isCountable({ kind }: { kind: string }): boolean {
  return !keptKinds.includes(kind)
}

/** What should have come in by one means, all in all. */
export function takenCents(tender: TenderFigure): number {
  const { saleCents, roundingCents, refundCents, valueSoldCents, valueBackCents } = tender
  return saleCents + roundingCents - refundCents + valueSoldCents - valueBackCents
}

/** What the drawer should hold: the float, the cash of sales, refunds and top-ups, what else went in and out. */
export function expectedCashCents({ tenders, drawer }: Figures): number {
  const cash = tenders.filter(({ kind }) => kind === 'cash').map(takenCents)
  return sumCents([...cash, drawer.openingCents, drawer.paidInCents, -drawer.paidOutCents])
}

export function tenderKey({ kind, method }: { kind: string; method: string | null }): string {
  return `${kind}/${method ?? ''}`
}

/** Nothing sold, nothing moved. */
export const noFigures: Figures = {
  sales: {
    count: 0,
    grossCents: 0,
    discountCents: 0,
    manualDiscountCents: 0,
    waiverCents: 0,
    netCents: 0,
    taxCents: 0,
  },
  refunds: { count: 0, netCents: 0, taxCents: 0, paidCents: 0 },
  topUps: { count: 0, principalCents: 0, bonusCents: 0 },
  topUpRefunds: { count: 0, paidCents: 0 },
  giftCards: { count: 0, loadedCents: 0 },
  giftCardPayouts: { count: 0, paidCents: 0 },
  tenders: [],
  taxes: [],
  drawer: { openingCents: 0, paidInCents: 0, paidOutCents: 0, openedCount: 0 },
}

/** Figures of several shifts as one: every amount is the exact sum of theirs. */
export function sumFigures(all: readonly Figures[]): Figures {
  return {
    sales: sumOf(
      all.map(({ sales }) => sales),
      noFigures.sales,
    ),
    refunds: sumOf(
      all.map(({ refunds }) => refunds),
      noFigures.refunds,
    ),
    topUps: sumOf(
      all.map(({ topUps }) => topUps),
      noFigures.topUps,
    ),
    topUpRefunds: sumOf(
      all.map(({ topUpRefunds }) => topUpRefunds),
      noFigures.topUpRefunds,
    ),
    tenders: tenderFigures(all.flatMap(({ tenders }) => tenders)),
    taxes: taxFigures(all.flatMap(({ taxes }) => taxes)),
    giftCards: sumOf(
      all.map(({ giftCards }) => giftCards),
      noFigures.giftCards,
    ),
    giftCardPayouts: sumOf(
      all.map(({ giftCardPayouts }) => giftCardPayouts),
      noFigures.giftCardPayouts,
    ),
    drawer: sumOf(
      all.map(({ drawer }) => drawer),
      noFigures.drawer,
    ),
  }
}

/** Parts by means of payment as one line each. */
export function tenderFigures(parts: readonly TenderFigure[]): TenderFigure[] {
  const groups = Map.groupBy(parts, tenderKey)
  return [...groups.values()]
    .map((group) => {
      const { kind, method } = group[0]!
      return { kind, method, ...sumOf(group.map(amountsOf), noTender) }
    })
    .sort((a, b) => (tenderKey(a) < tenderKey(b) ? -1 : 1))
}

/** Parts by rate as one line each. */
export function taxFigures(parts: readonly TaxFigure[]): TaxFigure[] {
  const groups = Map.groupBy(parts, ({ rateBps }) => rateBps)
  return [...groups]
    .map(([rateBps, group]) => ({
      rateBps,
      netCents: sumCents(group.map(({ netCents }) => netCents)),
      taxCents: sumCents(group.map(({ taxCents }) => taxCents)),
    }))
    .sort((a, b) => a.rateBps - b.rateBps)
}

const noTender = { saleCents: 0, roundingCents: 0, refundCents: 0, valueSoldCents: 0, valueBackCents: 0 }

function amountsOf({ kind: _kind, method: _method, ...amounts }: TenderFigure): typeof noTender {
  return amounts
}

/** Field by field. */
function sumOf<T extends { [name: string]: number }>(parts: readonly T[], zero: T): T {
  const sums: Record<string, number> = {}
  for (const name of Object.keys(zero)) sums[name] = sumCents(parts.map((part) => part[name]!))
  return { ...zero, ...sums }
}
