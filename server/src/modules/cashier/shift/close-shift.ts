import { consumeApproval } from '#modules/identity/use-approval.ts'
import { peopleOf } from '#modules/identity/till-names.ts'
import { openPaymentsOf } from '#modules/payments/claim-payments.ts'
import { actorId, actorMay } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { Refused } from '#shared/refusal.ts'
import { isCountCurrent, varianceNeeds } from './count-rules.ts'
import { type CountRow, readCounts } from './drawer-queries.ts'
import type { SummedFigures } from './figure-queries.ts'
import { heldShift } from './shift-access.ts'
import { figuresOfShift } from './shift-figures.ts'
import { shiftPolicyOf } from './shift-policy.ts'
import { endShift, type ShiftRow } from './shift-queries.ts'
import { insertZReport } from './z-queries.ts'

export type CloseInput = {
  shiftId: string
  countId: string
  /** Cash that stays in the drawer for the next shift; the rest goes to the safe. */
  leftCents: number
  /** Sales on the till that have not reached the server. */
  unsyncedSales: number
  note?: string | undefined
  approvalId?: string | undefined
}

type Closing = { shift: ShiftRow; count: CountRow | null; summed: SummedFigures }

/**
 * Closes a shift on its latest count and writes its Z report: the next number of its till, figures and the ids of what they sum,
 * never changed again.
 *
 * Refuses sales that are still on the till, payments whose end is not known, a count that sales have overtaken, and a
 * difference above the store's limits without a note or a manager's approval. Holds the shift whole: a sale in flight is
 * waited for, one that comes later finds the shift closed.
 */
export async function closeShift(work: Work, input: CloseInput) {
  const closing = await readyToClose(work, input)
  if (input.leftCents > closing.count.cashCents) throw new Refused('left_exceeds_count')
  const approvedBy = await answerVariance(work, closing.count, closing.shift, input)
  return end(work, closing, { ...input, approvedBy, closeKind: 'counted', handedTo: null })
}

/**
 * Closes a shift into the hands of a person named: all the cash counted goes over to them, and the till waits for them to open
 * it. Refuses who does not work at the store, and like `closeShift`.
 */
export async function handOverShift(work: Work, input: Omit<CloseInput, 'leftCents'> & { toUserId: string }) {
  const closing = await readyToClose(work, input)
  const people = await peopleOf(work, [closing.shift.storeId])
  if (!people.some(({ id, isActive }) => id === input.toUserId && isActive)) throw new Refused('user_not_found')
  if (input.toUserId === closing.shift.cashierId) throw new Refused('handed_to_self')
  const approvedBy = await answerVariance(work, closing.count, closing.shift, input)
  const leftCents = closing.count.cashCents
  return end(work, closing, { ...input, leftCents, approvedBy, closeKind: 'handed_over', handedTo: input.toUserId })
}

/**
 * Closes the shift of a till that is lost or dead, from anywhere, with or without a count. What its till still holds is
 * gathered by the day's close when it arrives. Needs a reason; payments whose end is not known keep it open even so.
 */
export async function rescueShift(
  work: Work,
  input: { shiftId: string; countId?: string | undefined; reason: string },
) {
  const { shiftId, reason } = input
  const shift = await heldShift(work, shiftId, 'whole')
  await refuseOpenPayments(work, shift)
  const [summed, count] = await Promise.all([
    figuresOfShift(work, shift),
    input.countId ? latestCount(work, shiftId, input.countId) : null,
  ])
  if (count && !isCountCurrent(count.tenders, summed.figures)) throw new Refused('shift_count_outdated')
  const leftCents = count?.cashCents ?? null
  const closed = { shiftId, leftCents, note: reason, approvedBy: null, closeKind: 'rescued', handedTo: null } as const
  return end(work, { shift, count, summed }, closed)
}

async function readyToClose(
  work: Work,
  { shiftId, countId, unsyncedSales }: Pick<CloseInput, 'shiftId' | 'countId' | 'unsyncedSales'>,
): Promise<Closing & { count: CountRow }> {
  const shift = await heldShift(work, shiftId, 'whole')
  if (unsyncedSales > 0) throw new Refused('shift_unsynced', { count: unsyncedSales })
  await refuseOpenPayments(work, shift)
  const [summed, count] = await Promise.all([figuresOfShift(work, shift), latestCount(work, shiftId, countId)])
  if (!isCountCurrent(count.tenders, summed.figures)) throw new Refused('shift_count_outdated')
  return { shift, summed, count }
}

/** Money of a payment whose end nobody knows may still have moved. */
async function refuseOpenPayments(work: Work, { deviceId }: ShiftRow): Promise<void> {
  const open = await openPaymentsOf(work, { deviceId })
  if (open.length > 0) throw new Refused('shift_payments_open', { count: open.length })
}

async function latestCount(work: Work, shiftId: string, countId: string): Promise<CountRow> {
  const last = (await readCounts(work, shiftId)).at(-1)
  if (last?.id === countId) return last
  throw new Refused(last ? 'shift_count_outdated' : 'shift_count_missing')
}

/** A note from whoever closes, and above the limit somebody's yes to just this difference. */
async function answerVariance(
  work: Work,
  { varianceCents }: CountRow,
  { id, storeId }: ShiftRow,
  { note, approvalId }: Pick<CloseInput, 'note' | 'approvalId'>,
): Promise<string | null> {
  const needs = varianceNeeds(varianceCents, await shiftPolicyOf(work, storeId))
  if (needs.note && !note) throw new Refused('shift_note_needed', { varianceCents })
  const permission = 'shift.approve'
  if (!needs.approval || actorMay(work.actor, permission)) return null
  if (!approvalId) throw new Refused('shift_approval_needed', { permission, amountCents: varianceCents })
  const subject = { kind: 'shift', id }
  return (await consumeApproval(work, { approvalId, permission, subject, amountCents: varianceCents })).approvedBy
}

async function end(
  work: Work,
  { shift, count, summed }: Closing,
  how: Pick<ShiftRow, 'closeKind' | 'leftCents' | 'handedTo'> & {
    note?: string | undefined
    approvalId?: string | undefined
    approvedBy: string | null
  },
) {
  const { id: shiftId, storeId, deviceId, businessDay } = shift
  const { figures, ...ids } = summed
  const varianceCents = count?.varianceCents ?? null
  const [number] = await Promise.all([
    insertZReport(work, {
      shiftId,
      storeId,
      deviceId,
      businessDay,
      figures,
      countId: count?.id ?? null,
      varianceCents,
      note: how.note ?? null,
      approvalId: how.approvalId ?? null,
      ...ids,
    }),
    endShift(work, shiftId, { ...how, closedBy: actorId(work.actor) }),
  ])
  const isHandedOver = how.closeKind === 'handed_over'
  const data = { shiftId, storeId, deviceId, businessDay, number, varianceCents, netCents: figures.sales.netCents }
  work.emit({ type: 'shift.closed', subject: { kind: 'shift', id: shiftId }, data })
  if (isHandedOver) {
    const handed = { ...data, toUserId: how.handedTo, leftCents: how.leftCents }
    work.emit({ type: 'shift.handed_over', subject: { kind: 'shift', id: shiftId }, data: handed })
  }
  work.audit({
    action: { counted: 'shift.close', handed_over: 'shift.hand_over', rescued: 'shift.rescue' }[how.closeKind!],
    subject: { kind: 'shift', id: shiftId },
    changes: {
      number: [null, number],
      varianceCents: [null, varianceCents],
      ...(isHandedOver ? { handedTo: [null, how.handedTo] } : {}),
    },
    ...(how.note ? { reason: how.note } : {}),
    ...(how.approvedBy ? { approvedBy: how.approvedBy } : {}),
  })
  return { shiftId, number, varianceCents, leftCents: how.leftCents }
}
