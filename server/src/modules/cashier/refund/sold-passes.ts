import type { BookedSale, RefundKind } from '#modules/cashier/sale/sale-records.ts'
import type { CancelCause } from '#modules/passes/cancel-rules.ts'
import { quoteSoldPasses, type SoldPassQuotes } from '#modules/passes/refund-sold-passes.ts'
import { actorMay } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { Refused } from '#shared/refusal.ts'
import type { KeptCents } from './refund-sale-rules.ts'

/** Why passes among the lines end: the member's choice unless it is said. */
export type PassCause = CancelCause

/** The passes that end with these lines, and what of their price stays with the shop. */
export type EndingPasses = { cause: PassCause; quotes: SoldPassQuotes; kept: KeptCents }

/**
 * The passes among the lines of a refund, as ending them now would settle them. For the shop's own fault only whoever may change passes
 * decides; going over to another plan is settled by an exchange alone. Reads nothing for a sale that sold none.
 */
export async function endingPasses(
  work: Work,
  sale: BookedSale,
  { lines, passCause = 'member' }: { lines: readonly { lineId: string }[]; passCause?: PassCause | undefined },
  kind: RefundKind | null = null,
): Promise<EndingPasses> {
  const wanted = new Set(lines.map(({ lineId }) => lineId))
  const lineIds = sale.lines.flatMap(({ lineId, itemKind }) =>
    itemKind === 'plan' && wanted.has(lineId) ? [lineId] : [],
  )
  if (lineIds.length > 0 && passCause === 'merchant' && !actorMay(work.actor, 'passes.change')) {
    throw new Refused('not_allowed', { permission: 'passes.change' })
  }
  if (passCause === 'change' && kind !== null && kind !== 'exchange') throw new Refused('pass_change_needs_exchange')
  const quotes = await quoteSoldPasses(work, lineIds, passCause)
  const kept = [...quotes].map(
    ([lineId, { formula, refundCents }]) => [lineId, formula.paidCents - refundCents] as const,
  )
  return { cause: passCause, quotes, kept: new Map(kept) }
}
