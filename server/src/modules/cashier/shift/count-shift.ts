import { actorId } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { accept } from '#shared/refusal.ts'
import {
  cashOf,
  compareCount,
  type DeclaredTender,
  type Denomination,
  totalVarianceCents,
  varianceNeeds,
} from './count-rules.ts'
import { insertCount } from './drawer-queries.ts'
import { heldShift } from './shift-access.ts'
import { figuresOfShift } from './shift-figures.ts'
import { shiftPolicyOf } from './shift-policy.ts'

/**
 * Keeps what somebody counted, against what the shift's records say at that moment. Only the answer tells the difference, and
 * every count stays on record, so that counting again until it fits shows.
 *
 * Holds the shift whole: a sale in flight is either in the figures or comes after them.
 */
export async function countShift(
  work: Work,
  input: {
    countId: string
    shiftId: string
    denominations: readonly Denomination[]
    tenders: readonly DeclaredTender[]
  },
) {
  const { countId, shiftId, denominations } = input
  const shift = await heldShift(work, shiftId, 'whole')
  const [{ figures }, policy] = await Promise.all([figuresOfShift(work, shift), shiftPolicyOf(work, shift.storeId)])
  const cashCents = cashOf(denominations)
  const tenders = accept(compareCount(figures, cashCents, input.tenders))
  const varianceCents = totalVarianceCents(tenders)
  const countNo = await insertCount(work, {
    id: countId,
    shiftId,
    denominations: denominations.filter(({ pieces }) => pieces > 0),
    cashCents,
    tenders,
    varianceCents,
    authorId: actorId(work.actor),
  })
  return { countId, countNo, cashCents, tenders, varianceCents, needs: varianceNeeds(varianceCents, policy) }
}
