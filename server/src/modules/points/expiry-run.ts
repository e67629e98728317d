import { type EndingLot, readEndingLots } from '#modules/ledger/ending-lots.ts'
import { expireValue, isAnythingDue } from '#modules/ledger/expire-value.ts'
import type { Work } from '#platform/work.ts'
import { Refused } from '#shared/refusal.ts'
import { worthOrNull } from './forecast.ts'
import { readPublishedRedeemPolicy } from './redeem-policy.ts'

/** Rounds of one command: some hundred thousand lots; what is left the next one takes. */
const mostRounds = 20

export type DueLot = EndingLot & { worthCents: number | null }
export type DuePlace = { endsAt: Date; lotId: string }

/**
 * What a run at `until` would book, every member, lot and value of it, as things stand: the run before the run. One page after a place;
 * for a time to come it says what ends by then if nobody does anything.
 */
export async function dueLots(
  work: Work,
  { until, after, limit }: { until: Date; after: DuePlace | null; limit: number },
): Promise<{ items: DueLot[]; next: DuePlace | null }> {
  const [lots, redeem] = await Promise.all([
    readEndingLots(work, { until, after, limit: limit + 1 }),
    readPublishedRedeemPolicy(work),
  ])
  const items = lots.slice(0, limit).map((lot) => ({ ...lot, worthCents: worthOfUnits(lot, redeem?.rule ?? null) }))
  const last = items.at(-1)
  return { items, next: lots.length > limit && last ? { endsAt: last.endsAt, lotId: last.lotId } : null }
}

function worthOfUnits({ asset, units }: EndingLot, rule: Parameters<typeof worthOrNull>[0]): number | null {
  return asset === 'points' ? worthOrNull(rule, units) : units
}

/**
 * Books what has ended by now, like the sweep that runs by itself. Resumable: each round stands for itself, and running again finds only
 * what is left. Refuses a time to come: nothing ends before its day.
 */
export async function runExpiry(work: Work, until: Date): Promise<{ lots: number; units: number; isMore: boolean }> {
  if (until > work.at) throw new Refused('expiry_ahead')
  const total = { lots: 0, units: 0 }
  for (let round = 0; round < mostRounds; round++) {
    const { lots, units } = await expireValue(work)
    total.lots += lots
    total.units += units
    if (!(await isAnythingDue(work))) return { ...total, isMore: false }
  }
  return { ...total, isMore: true }
}
