import type { Work } from '#platform/work.ts'
import { Refused } from '#shared/refusal.ts'
import { cancelPass, type CancelWish, previewCancel } from './cancel-pass.ts'
import { readHeldPass } from './held-passes.ts'

/** Refunds the line that sold a pass, to the tenders that paid it, and ends the pass with it: the cashier's, who stands above. */
export type PayBack = (
  work: Work,
  refund: {
    refundId: string
    saleId: string
    lineId: string
    cause: 'merchant' | 'member'
    reason: string
    approvalId?: string | undefined
  },
) => Promise<unknown>

/**
 * Ends a pass as it was shown and pays back what is due: through the refund of its sale line, so that money goes back the way it came.
 * Where nothing is due, the pass alone ends. Refuses another quote than the one shown.
 */
export async function cancelAndPayBack(
  work: Work,
  input: CancelWish & {
    cause: 'merchant' | 'member'
    cancellationId: string
    passId: string
    reason: string
    fingerprint: string
    approvalId?: string | undefined
  },
  payBack: PayBack,
): Promise<{ passId: string; refundCents: number; lastDay: string | null; refundId: string | null }> {
  const { passId, cause, time, reason, fingerprint, approvalId, cancellationId } = input
  const shown = await previewCancel(work, passId, { cause, time })
  if (shown.fingerprint !== fingerprint) {
    throw new Refused('quote_changed', { refundCents: shown.refundCents, fingerprint: shown.fingerprint })
  }
  const { pass } = await readHeldPass(work, passId)
  const { saleId, saleLineId: lineId } = pass
  if (shown.refundCents === 0 || saleId === null || lineId === null) {
    const { refundCents, lastDay } = await cancelPass(work, { passId, cause, time, reason, fingerprint })
    return { passId, refundCents, lastDay, refundId: null }
  }
  await payBack(work, { refundId: cancellationId, saleId, lineId, cause, reason, approvalId })
  return { passId, refundCents: shown.refundCents, lastDay: null, refundId: cancellationId }
}
