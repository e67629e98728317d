import { type BackFromAfar, previewPassFromAfar } from '#modules/cashier/refund/refund-from-afar.ts'
import { type CancelFacts, type CancelQuote, type CancelTime, quoteCancel } from '#modules/passes/cancel-rules.ts'
import type { Work } from '#platform/work.ts'
import { fingerprintOf } from '#shared/fingerprint.ts'
import { accept } from '#shared/refusal.ts'

/**
 * The price of leaving, as a member reads it: what the pass's own quote says, and how the money comes back and which points go with it;
 * null: nothing comes back, or the pass was brought in from another system and no sale of ours says how it was paid.
 */
export type LeavingQuote = CancelQuote & { back: BackFromAfar | null }

/**
 * Prices leaving at a time. The print covers both, so that what is executed is all that was shown. Refuses as `quoteCancel`. Locks
 * nothing.
 */
export async function quoteLeaving(work: Work, facts: CancelFacts, time: CancelTime): Promise<LeavingQuote> {
  const quote = accept(quoteCancel(facts, { cause: 'member', time }))
  const { saleId, saleLineId: lineId } = facts.pass
  if (quote.refundCents === 0 || saleId === null || lineId === null) return { ...quote, back: null }
  const back = await previewPassFromAfar(work, { saleId, lineId })
  return { ...quote, back, fingerprint: fingerprintOf({ ends: quote.fingerprint, ...back }) }
}
