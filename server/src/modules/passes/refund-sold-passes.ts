import type { Work } from '#platform/work.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { cancelQuote, endPass, lockWithHolds } from './cancel-pass.ts'
import type { CancelCause, CancelQuote } from './cancel-rules.ts'
import { readHeldPasses } from './held-passes.ts'
import { readPassIdsOfLines } from './pass-queries.ts'

/** The passes that lines of a sale sold, as ending them now would settle them; by line. */
export type SoldPassQuotes = ReadonlyMap<string, CancelQuote>

/**
 * What a refund of lines that sold passes has to keep back: what was had of each, by the formula of the cause. Refuses a pass that
 * ended. Nothing is read for lines that sold none. Locks nothing.
 */
export async function quoteSoldPasses(
  work: Work,
  lineIds: readonly string[],
  cause: CancelCause,
): Promise<SoldPassQuotes> {
  if (lineIds.length === 0) return new Map()
  const sold = await readPassIdsOfLines(work, lineIds)
  const held = await readHeldPasses(
    work,
    sold.map(({ id }) => id),
  )
  const quotes = new Map<string, CancelQuote>()
  for (const each of held) {
    quotes.set(each.pass.saleLineId!, accept(await cancelQuote(work, each, { cause, time: 'now' })))
  }
  return quotes
}

/**
 * Ends the passes whose lines are refunded, by the quotes that the refund was computed from: a use in between changes the quote, and
 * is refused. Called when all else of the refund is locked: passes come last in the order of locks.
 */
export async function endSoldPasses(
  work: Work,
  quotes: SoldPassQuotes,
  { cause, reason }: { cause: CancelCause; reason: string },
): Promise<void> {
  const ids = [...quotes.values()].map(({ passId }) => passId).sort()
  for (const passId of ids) {
    const shown = [...quotes.values()].find((quote) => quote.passId === passId)!
    const { held, holds } = await lockWithHolds(work, passId)
    const quote = accept(await cancelQuote(work, held, { cause, time: 'now' }))
    if (quote.fingerprint !== shown.fingerprint) throw new Refused('quote_changed', { refundCents: quote.refundCents })
    await endPass(work, held, holds, { as: cause === 'change' ? 'changed' : 'refunded', quote, reason })
  }
}
