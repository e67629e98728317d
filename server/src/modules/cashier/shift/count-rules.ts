import { sumCents } from '#shared/money.ts'
import { refuse, type Refusal } from '#shared/refusal.ts'
import { expectedCashCents, type Figures, isCountable, takenCents, tenderKey } from './figure-rules.ts'
import type { ShiftPolicy } from './shift-rules.ts'

/** So many notes or coins of one value. */
export type Denomination = { valueCents: number; pieces: number }

/** What somebody says there is of another means than cash: the total on a terminal's slip, in a provider's app. */
export type DeclaredTender = { kind: string; method: string | null; countedCents: number }

/** One means of payment: what should be there, what was counted (null: nobody did), and the difference. */
export type CountedTender = {
  kind: string
  method: string | null
  expectedCents: number
  countedCents: number | null
  varianceCents: number
}

/**
 * Notes and coins in use, largest first; other currencies are counted as one sum. Coins below the store's cash rounding are left
 * out: nobody puts them down there. Never the jiao: a float may hold them whatever is rounded.
 */
export function denominationsOf(currency: string, roundingStepCents = 1): readonly number[] {
  const leastCents = Math.min(roundingStepCents, tenth)
  return (denominations[currency] ?? []).filter((valueCents) => valueCents >= leastCents)
}

const tenth = 10

const denominations: Record<string, readonly number[]> = {
  CNY: [10_000, 5_000, 2_000, 1_000, 500, 100, 50, 10, 5, 2, 1],
  USD: [10_000, 5_000, 2_000, 1_000, 500, 100, 25, 10, 5, 1],
  EUR: [50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5, 2, 1],
  HKD: [100_000, 50_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10],
}

/** The sum of what lies in the drawer. */
export function cashOf(counted: readonly Denomination[]): number {
  return sumCents(counted.map(({ valueCents, pieces }) => valueCents * pieces))
}

/**
 * Counted against expected, cash first, then each means by kind and method.
 *
 * What nobody declared counts as it is booked: stored value, points and gift cards are kept by the ledger, an external total
 * may be unknown at the till. A declared means that took nothing is a difference, too. Refuses a means that is declared twice,
 * and one that cannot be counted.
 */
export function compareCount(
  figures: Figures,
  cashCents: number,
  declared: readonly DeclaredTender[],
): CountedTender[] | Refusal<'invalid_count'> {
  const byKey = new Map(declared.map((tender) => [tenderKey(tender), tender]))
  const isUnfit = declared.some((tender) => tender.kind === 'cash' || !isCountable(tender))
  if (isUnfit || byKey.size !== declared.length) return refuse('invalid_count')
  const expectedCash = expectedCashCents(figures)
  const cash = {
    kind: 'cash',
    method: null,
    expectedCents: expectedCash,
    countedCents: cashCents,
    varianceCents: cashCents - expectedCash,
  }
  const booked = new Map(
    figures.tenders.filter(({ kind }) => kind !== 'cash').map((tender) => [tenderKey(tender), takenCents(tender)]),
  )
  const means = [...new Map([...figures.tenders, ...declared].map((each) => [tenderKey(each), each])).values()]
  const others = means
    .filter(({ kind }) => kind !== 'cash')
    .sort((a, b) => (tenderKey(a) < tenderKey(b) ? -1 : 1))
    .map(({ kind, method }) => {
      const expectedCents = booked.get(tenderKey({ kind, method })) ?? 0
      const countedCents = byKey.get(tenderKey({ kind, method }))?.countedCents ?? null
      return {
        kind,
        method,
        expectedCents,
        countedCents,
        varianceCents: (countedCents ?? expectedCents) - expectedCents,
      }
    })
  return [cash, ...others]
}

/** Shortages and surpluses do not make up for each other: each is a question of its own. */
export function totalVarianceCents(tenders: readonly CountedTender[]): number {
  return sumCents(tenders.map(({ varianceCents }) => Math.abs(varianceCents)))
}

/** What a difference asks for before the shift may close. */
export function varianceNeeds(varianceCents: number, policy: ShiftPolicy): { note: boolean; approval: boolean } {
  return {
    note: varianceCents > policy.noteAboveCents,
    approval: varianceCents > policy.approvalAboveCents,
  }
}

/** Whether the shift's records still say what they said when it was counted. */
export function isCountCurrent(counted: readonly CountedTender[], figures: Figures): boolean {
  const now = new Map(
    figures.tenders.filter(({ kind }) => kind !== 'cash').map((tender) => [tenderKey(tender), takenCents(tender)]),
  )
  now.set(tenderKey({ kind: 'cash', method: null }), expectedCashCents(figures))
  const then = new Map(counted.map((tender) => [tenderKey(tender), tender.expectedCents]))
  return [...new Set([...now.keys(), ...then.keys()])].every((key) => (now.get(key) ?? 0) === (then.get(key) ?? 0))
}
