import { planGrant } from '#modules/ledger/grant-rules.ts'
import { applyPlan, freeUnits, type Plan } from '#modules/ledger/ledger-rules.ts'
import { lockLedger, postingOf, writeLedger } from '#modules/ledger/post-ledger.ts'
import { planWithdrawal } from '#modules/ledger/spend-rules.ts'
import type { Work } from '#platform/work.ts'
import { localDay } from '#shared/business-day.ts'
import { accept, Refused, type Refusal, isRefusal } from '#shared/refusal.ts'
import {
  type CancelCause,
  type CancelFacts,
  type CancelQuote,
  type CancelRefusalCode,
  type CancelTime,
  checkRestore,
  quoteCancel,
} from './cancel-rules.ts'
import { noteChanges, readChanges } from './change-queries.ts'
import { accountsOf, expiryOf, type HeldPass, laterOf, lockPass, readHeldPass, visitAccount } from './held-passes.ts'
import { planReleases } from './hold-pass.ts'
import { updatePasses } from './pass-queries.ts'
import type { Pass } from './pass-rules.ts'
import { type RenewalRow, readRenewals, stopRenewal } from './renewal-queries.ts'
import { readOpenHolds, settleHolds } from './use-queries.ts'

export type CancelWish = { cause: CancelCause; time: CancelTime }

/** What ending a pass means, for whoever shows it before it is done: the console, the portal, the cancel flow. Locks nothing. */
export async function previewCancel(work: Work, passId: string, wish: CancelWish): Promise<CancelQuote> {
  return accept(quoteCancel((await readCancelFacts(work, passId)).facts, wish))
}

/** The quote of a pass as it is held, locked or not. */
export async function cancelQuote(
  work: Work,
  held: HeldPass,
  wish: CancelWish,
): Promise<CancelQuote | Refusal<CancelRefusalCode>> {
  return quoteCancel(cancelFacts(held, (await readRenewals(work, [held.pass.id])).get(held.pass.id)), wish)
}

/** A pass as it is held, with all that its quotes need: `quoteCancel` prices as many endings of it as one likes, and reads nothing. */
export async function readCancelFacts(work: Work, passId: string): Promise<{ held: HeldPass; facts: CancelFacts }> {
  const [held, renewals] = await Promise.all([readHeldPass(work, passId), readRenewals(work, [passId])])
  return { held, facts: cancelFacts(held, renewals.get(passId)) }
}

function cancelFacts({ pass, usedUnits, left, taken, today }: HeldPass, renewal: RenewalRow | undefined): CancelFacts {
  const bookingIds = [...new Set(taken.flatMap(({ isHeld, bookingId }) => (isHeld && bookingId ? [bookingId] : [])))]
  const hasRenewal = renewal !== undefined && !renewal.stoppedAt && !renewal.chargedAt
  return { pass, usedUnits, leftUnits: left, bookingIds, hasRenewal, day: today }
}

/**
 * Ends a pass as it was shown: now, with what is left forfeited and bookings called off, or for the end of its period, which can be
 * taken back until then. Moves no money: `refundCents` is what whoever calls it has to pay back in the same transaction (`payBack` of
 * the routes, or the sale's refund). Refuses a second time, and a plan other than the one shown. Locks the pass, then its accounts.
 */
export async function cancelPass(
  work: Work,
  { passId, fingerprint, reason, ...wish }: CancelWish & { passId: string; fingerprint: string; reason: string },
): Promise<CancelQuote> {
  const { held, holds } = await lockWithHolds(work, passId)
  const quote = accept(await cancelQuote(work, held, wish))
  if (quote.fingerprint !== fingerprint) {
    throw new Refused('quote_changed', { refundCents: quote.refundCents, fingerprint: quote.fingerprint })
  }
  if (wish.time === 'period_end') await askForPeriodEnd(work, held.pass, reason)
  else await endPass(work, held, holds, { as: endingOf(wish, quote), quote, reason })
  return quote
}

export async function lockWithHolds(work: Work, passId: string) {
  const holds = await readOpenHolds(work, passId)
  const held = await lockPass(
    work,
    passId,
    holds.map(({ bookingId }) => ({ kind: 'booking', id: bookingId })),
  )
  return { held, holds }
}

function endingOf({ cause }: CancelWish, { refundCents }: CancelQuote): NonNullable<Pass['endedAs']> {
  if (cause === 'change') return 'changed'
  return refundCents > 0 ? 'refunded' : 'cancelled'
}

async function askForPeriodEnd(work: Work, pass: Pass, reason: string): Promise<void> {
  const lastAt = laterOf(pass.lastAt, work.at)
  await Promise.all([
    updatePasses(work, [{ ...pass, cancelAskedAt: work.at, lastAt }]),
    stopRenewal(work, pass.id),
    noteChanges(work, [{ passId: pass.id, kind: 'cancel_asked', facts: { lastDay: pass.endsDay, reason } }]),
  ])
  const subject = { kind: 'member', id: pass.memberId }
  work.emit({
    type: 'pass.cancel_asked',
    subject,
    data: { passId: pass.id, planId: pass.planId, lastDay: pass.endsDay },
  })
  work.audit({
    action: 'passes.cancel',
    subject: { kind: 'pass', id: pass.id },
    changes: { lastDay: [null, pass.endsDay] },
    reason,
  })
}

/** Ends a locked pass now: its units are forfeited, its bookings called off, its renewal stopped. */
export async function endPass(
  work: Work,
  held: HeldPass,
  holds: Awaited<ReturnType<typeof readOpenHolds>>,
  { as, quote, reason }: { as: NonNullable<Pass['endedAs']>; quote: CancelQuote; reason: string },
): Promise<void> {
  const { pass } = held
  const source = { kind: 'pass_end', id: pass.id }
  const plans: Plan[] = planReleases(work, held, holds)
  for (const account of accountsOf(pass)) {
    const { id } = held.ledger.accounts.get(held.ledger.accountIds.get(`pass/${pass.id}/${account.asset}`)!)!
    const lots = (held.ledger.lotIds.get(id) ?? []).map((lotId) => held.ledger.lots.get(lotId)!)
    const takes = lots.filter((lot) => freeUnits(lot) > 0).map((lot) => ({ lotId: lot.id, units: freeUnits(lot) }))
    if (takes.length === 0) continue
    const posting = postingOf(work, source, pass.storeId)
    const plan = accept(
      planWithdrawal(held.ledger, { accounts: [account], kind: 'forfeit', from: { lots: takes } }, posting),
    )
    applyPlan(held.ledger, plan)
    plans.push(plan)
  }
  const { refundCents, formula, unitsLost, bookingIds } = quote
  await writeLedger(work, plans)
  await Promise.all([
    settleHolds(work, bookingIds, 'released_by_end'),
    stopRenewal(work, pass.id),
    updatePasses(work, [
      { ...pass, endedAt: work.at, endedAs: as, refundedCents: refundCents, lastAt: laterOf(pass.lastAt, work.at) },
    ]),
    noteChanges(work, [{ passId: pass.id, kind: 'ended', facts: { as, refundCents, formula, unitsLost, reason } }]),
  ])
  work.emit({
    type: 'pass.ended',
    subject: { kind: 'member', id: pass.memberId },
    data: { passId: pass.id, planId: pass.planId, as, refundCents, bookingIds },
  })
  work.audit({
    action: 'passes.cancel',
    subject: { kind: 'pass', id: pass.id },
    changes: { endsDay: [pass.endsDay, localDay(work.at, pass.zone)], refundCents: [0, refundCents] },
    reason,
  })
}

/** Takes back a cancellation that has not taken effect. */
export async function takeBackCancel(work: Work, passId: string): Promise<{ passId: string }> {
  const { pass } = await lockPass(work, passId)
  if (pass.endedAt) throw new Refused('pass_ended')
  if (!pass.cancelAskedAt) throw new Refused('cancel_not_asked')
  await Promise.all([
    updatePasses(work, [{ ...pass, cancelAskedAt: null, lastAt: laterOf(pass.lastAt, work.at) }]),
    noteChanges(work, [{ passId, kind: 'cancel_taken_back' }]),
  ])
  work.emit({ type: 'pass.cancel_taken_back', subject: { kind: 'member', id: pass.memberId }, data: { passId } })
  work.audit({ action: 'passes.restore', subject: { kind: 'pass', id: passId } })
  return { passId }
}

/**
 * Brings a pass back as it was when it was cancelled, within thirty days: its units, its terms, its last day. Refuses one that was paid
 * back (it is bought again), exchanged for another plan, or over by now. Bookings and a stopped renewal do not come back by themselves.
 */
export async function restorePass(work: Work, passId: string): Promise<{ passId: string; endsDay: string | null }> {
  const held = await lockPass(work, passId)
  const { pass, today } = held
  accept(checkRestore(pass, today))
  const ending = (await readChanges(work, passId)).find(({ kind }) => kind === 'ended')
  const lost = (ending?.facts['unitsLost'] ?? []) as CancelQuote['unitsLost']
  await writeLedger(work, await planReinstatement(work, pass, lost))
  const lastAt = laterOf(pass.lastAt, work.at)
  await Promise.all([
    updatePasses(work, [{ ...pass, endedAt: null, endedAs: null, cancelAskedAt: null, lastAt }]),
    noteChanges(work, [{ passId, kind: 'restored', facts: { endsDay: pass.endsDay, units: lost } }]),
  ])
  work.emit({ type: 'pass.restored', subject: { kind: 'member', id: pass.memberId }, data: { passId } })
  work.audit({
    action: 'passes.restore',
    subject: { kind: 'pass', id: passId },
    changes: { endsDay: [null, pass.endsDay] },
  })
  return { passId, endsDay: pass.endsDay }
}

async function planReinstatement(work: Work, pass: Pass, lost: CancelQuote['unitsLost']): Promise<Plan[]> {
  const ledger = await lockLedger(work, accountsOf(pass))
  return lost.map(({ componentId, units }) => {
    const account = visitAccount(pass.id, componentId)
    const terms = { expiry: expiryOf(pass.endsDay, pass.zone), earnedAt: pass.soldAt, usableFrom: pass.soldAt }
    const posting = postingOf(work, { kind: 'pass_restore', id: pass.id }, pass.storeId)
    const plan = planGrant(ledger, { account, units, terms, kind: 'reinstate', from: 'forfeited' }, posting)
    if (isRefusal(plan)) throw new Refused(plan.code, plan.details)
    applyPlan(ledger, plan)
    return plan
  })
}
