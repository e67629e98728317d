import { actorId } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { Refused } from '#shared/refusal.ts'
import { insertMovement, type MovementRow } from './drawer-queries.ts'
import { heldShift } from './shift-access.ts'

export type Movement = { movementId: string; shiftId: string } & Pick<MovementRow, 'kind' | 'amountCents' | 'reason'>

/**
 * Notes what happened to a drawer beside its takings: cash put in, cash taken out, or opened for nothing. Holds the shift open,
 * in company of the sales in flight.
 */
export async function moveDrawer(work: Work, input: Movement) {
  const { movementId, shiftId, kind, amountCents, reason } = input
  if ((kind === 'opened') !== (amountCents === 0)) throw new Refused('invalid_movement')
  const shift = await heldShift(work, shiftId, 'share')
  const movement = { id: movementId, kind, amountCents, reason, authorId: actorId(work.actor) }
  await insertMovement(work, shiftId, movement)
  const signed = kind === 'paid_out' ? -amountCents : amountCents
  work.audit({
    action: 'drawer.move',
    subject: { kind: 'shift', id: shiftId },
    changes: { kind: [null, kind], amountCents: [null, signed] },
    reason,
  })
  return { shift, movement }
}
