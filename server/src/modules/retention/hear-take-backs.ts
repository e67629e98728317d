import type { Subscription } from '#platform/outbox.ts'
import { markTakenBack } from './leaving-queries.ts'

/** A cancellation that was taken back on the pass itself, or whose pass the shop brought back, is taken back here, too. Idempotent. */
export const takenBackLeavings: Subscription = {
  name: 'retention.hear_take_backs',
  types: ['pass.cancel_taken_back', 'pass.restored'],
  handle: (work, { at, data }) => markTakenBack(work, String(data['passId']), at),
}
