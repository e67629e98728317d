import { couponNames } from '#modules/coupons/coupon-names.ts'
import { issueCoupons } from '#modules/coupons/issue-coupons.ts'
import { householdMates } from '#modules/members/household-mates.ts'
import { survivorOf } from '#modules/members/survivor.ts'
import { passesOf } from '#modules/passes/show-passes.ts'
import { todayOf } from '#modules/passes/today.ts'
import { actorId, refuseForeignStore } from '#platform/actor.ts'
import { type DueSweep, noteDue } from '#platform/due-work.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { accept, Refused } from '#shared/refusal.ts'
import {
  endFollowUp,
  type FollowUpOutcome,
  insertCall,
  lockDueWinBacks,
  lockFollowUp,
  moveFollowUp,
  nextWinBackAt,
} from './follow-up-queries.ts'
import { lockLeaving, writeHandedOver } from './leaving-queries.ts'
import { recordWords } from './record-words.ts'

/**
 * Notes what came of a call, each by itself. With a next time the task stays on the list for then; without, it is done. Refuses one that
 * is done. Locks it.
 */
export async function noteFollowUp(
  work: Work,
  {
    followUpId,
    outcome,
    note,
    nextAt,
  }: { followUpId: string; outcome: FollowUpOutcome; note: string; nextAt: Date | null },
): Promise<{ followUpId: string; isDone: boolean }> {
  const task = await lockFollowUp(work, followUpId)
  if (!task) throw new Refused('follow_up_not_found')
  accept(refuseForeignStore(work.actor, task.storeId))
  if (task.doneAt) throw new Refused('follow_up_done')
  await insertCall(work, { id: newId(), followUpId, leavingId: task.leavingId, outcome, note })
  if (nextAt) await moveFollowUp(work, { id: followUpId, dueAt: nextAt, outcome, note })
  else await endFollowUp(work, { id: followUpId, outcome, note })
  work.audit({
    action: 'retention.follow_up',
    subject: { kind: 'follow_up', id: followUpId },
    changes: { outcome: [null, outcome] },
  })
  return { followUpId, isDone: nextAt === null }
}

/** Says that money of a cancellation, which no machine could give back, was handed over. Once. Locks the leaving. */
export async function handOver(work: Work, leavingId: string): Promise<{ leavingId: string; cents: number }> {
  const leaving = await lockLeaving(work, leavingId)
  if (!leaving) throw new Refused('leaving_not_found')
  accept(refuseForeignStore(work.actor, leaving.storeId))
  if (leaving.toHandOverCents === 0 || leaving.handedOverAt) throw new Refused('not_to_hand_over')
  await writeHandedOver(work, leavingId, actorId(work.actor))
  work.audit({
    action: 'retention.hand_over',
    subject: { kind: 'pass', id: leaving.passId },
    changes: { handedOverCents: [0, leaving.toHandOverCents] },
  })
  return { leavingId, cents: leaving.toHandOverCents }
}

const winBackDue = 'retention.win_back'
const wonBack = 'retention.won_back'
const batch = 100

/** Sees to it that a win-back coupon goes out on its day. */
export function noteWinBack(work: Work, dueAt: Date): Promise<void> {
  return noteDue(work, winBackDue, dueAt)
}

/**
 * Coupons for people who left, on their day: not for who has a pass again, or somebody of whose household has.
 * `retention.won_back` tells of it who agreed to offers. Idempotent: the task is done in the same transaction.
 */
export const winBackSweep: DueSweep = {
  kind: winBackDue,
  async run(work) {
    const due = await lockDueWinBacks(work, batch)
    for (const { id, terms, ...task } of due) {
      const memberId = await survivorOf(work, task.memberId)
      const outcome = (await hasPassAgain(work, memberId)) ? 'comes_back' : await sendCoupon(work, id, memberId, terms)
      await endFollowUp(work, { id, outcome, note: '' })
    }
    return due.length === batch ? work.at : nextWinBackAt(work)
  },
}

async function hasPassAgain(work: Work, memberId: string): Promise<boolean> {
  const mates = await householdMates(work, memberId)
  const today = await todayOf(work)
  const held = await Promise.all(mates.map((mate) => passesOf(work, mate, { isAll: false, today })))
  return held.flat().some(({ state }) => state !== 'ended' && state !== 'expired')
}

async function sendCoupon(
  work: Work,
  issueId: string,
  memberId: string,
  { templateId }: { templateId?: string },
): Promise<FollowUpOutcome> {
  if (!templateId) return 'done'
  try {
    const reason = await recordWords(work, 'winBack')
    const issue = { issueId, templateId, memberIds: [memberId], reason, toldBy: wonBack }
    const [coupon] = (await issueCoupons(work, issue)).coupons
    const { name, lastDay: day } = (await couponNames(work, [coupon!.couponId])).get(coupon!.couponId)!
    const data = { offerId: issueId, couponId: coupon!.couponId, name, day }
    work.emit({ type: wonBack, subject: { kind: 'member', id: memberId }, data })
    return 'done'
  } catch (error) {
    // Stopped, over, or the member is gone: nobody is helped by trying again each minute.
    if (error instanceof Refused) return 'not_interested'
    throw error
  }
}
