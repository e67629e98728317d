import { applyPlan } from '#modules/ledger/ledger-rules.ts'
import { postingOf, writeLedger, lockLedger } from '#modules/ledger/post-ledger.ts'
import { planSpend } from '#modules/ledger/spend-rules.ts'
import { storedValuePurse } from '#modules/stored-value/sell-top-up.ts'
import { actorMay } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { fingerprintOf } from '#shared/fingerprint.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { insertFreeze, noteChanges, writeThaw } from './change-queries.ts'
import { type FreezeQuote, type FreezeWish, quoteFreeze, quoteThaw, type ThawQuote } from './freeze-rules.ts'
import { lockPass, readHeldPass } from './held-passes.ts'
import { planReleases } from './hold-pass.ts'
import { writeDays } from './move-end.ts'
import { readOpenHolds, settleHolds } from './use-queries.ts'

/** How a fee is met: out of stored value, or let off by whoever may. */
export type FeePayment = 'stored_value' | 'waived'

export type ShownFreeze = FreezeQuote & { fingerprint: string }

/** What a freeze would do. Locks nothing. */
export async function previewFreeze(work: Work, passId: string, wish: FreezeWish): Promise<ShownFreeze> {
  const { pass, taken, today } = await readHeldPass(work, passId)
  const quote = accept(quoteFreeze(pass, wish, taken, today))
  return { ...quote, fingerprint: fingerprintOf(quote) }
}

export type FreezeInput = FreezeWish & {
  passId: string
  freezeId: string
  reason: string
  fingerprint: string
  fee?: FeePayment | undefined
}

/**
 * Freezes a pass for days (R24), as it was shown: the end moves, bookings inside are called off and their units come back. Locks the
 * member's purse where it pays a fee, then the pass and its accounts.
 */
export async function freezePass(
  work: Work,
  input: FreezeInput,
): Promise<{ freezeId: string; passId: string; endsDay: string }> {
  const { passId, freezeId, reason } = input
  const holds = await readOpenHolds(work, passId)
  await payFee(work, input)
  const held = await lockPass(
    work,
    passId,
    holds.map(({ bookingId }) => ({ kind: 'booking', id: bookingId })),
  )
  const quote = accept(quoteFreeze(held.pass, input, held.taken, held.today))
  if (fingerprintOf(quote) !== input.fingerprint) throw new Refused('quote_changed', { endsDay: quote.endsDay })
  const { fromDay, untilDay, days, feeCents, endsDay, bookingIds } = quote
  const inside = holds.filter(({ bookingId }) => bookingIds.includes(bookingId))
  await writeLedger(work, planReleases(work, held, inside))
  await Promise.all([
    insertFreeze(work, {
      id: freezeId,
      passId,
      fromDay,
      untilDay,
      feeCents: input.fee === 'waived' ? 0 : feeCents,
      reason,
    }),
    settleHolds(work, bookingIds, 'released_by_freeze'),
    noteChanges(work, [{ passId, kind: 'frozen', facts: { freezeId, fromDay, untilDay, days, endsDay, reason } }]),
  ])
  const after = { ...held.pass, endsDay, extendedDays: held.pass.extendedDays + days }
  await writeDays(work, held.pass, after, held.today, { kind: 'pass_freeze', id: freezeId })
  const subject = { kind: 'member', id: held.pass.memberId }
  work.emit({ type: 'pass.frozen', subject, data: { passId, freezeId, fromDay, untilDay, days, bookingIds } })
  work.audit({
    action: 'passes.freeze',
    subject: { kind: 'pass', id: passId },
    changes: { endsDay: [held.pass.endsDay, endsDay] },
    reason,
  })
  return { freezeId, passId, endsDay }
}

/** Members' money comes before passes in the order of locks, so it is taken first; a refusal after it undoes all. */
async function payFee(work: Work, { passId, freezeId, fee }: FreezeInput): Promise<void> {
  const { pass } = await readHeldPass(work, passId)
  const feeCents = pass.terms.freeze?.feeCents ?? 0
  if (feeCents === 0) return
  if (fee === undefined) throw new Refused('freeze_fee_open', { feeCents })
  if (fee === 'waived') {
    if (!actorMay(work.actor, 'passes.manage')) throw new Refused('not_allowed', { permission: 'passes.manage' })
    return
  }
  const accounts = storedValuePurse(pass.memberId)
  const ledger = await lockLedger(work, accounts)
  const posting = postingOf(work, { kind: 'pass_freeze', id: freezeId }, pass.storeId)
  const plan = accept(planSpend(ledger, { accounts, units: feeCents }, posting))
  applyPlan(ledger, plan)
  await writeLedger(work, [plan])
}

/** What ending a freeze today would do. Locks nothing. */
export async function previewThaw(work: Work, passId: string, freezeId: string): Promise<ThawQuote> {
  const { pass, today } = await readHeldPass(work, passId)
  return accept(quoteThaw(pass, freezeId, today))
}

/** Ends a freeze early: good again from today on, and the days that did not rest come off the end again. */
export async function thawPass(
  work: Work,
  { passId, freezeId }: { passId: string; freezeId: string },
): Promise<{ freezeId: string; passId: string; endsDay: string }> {
  const held = await lockPass(work, passId)
  const quote = accept(quoteThaw(held.pass, freezeId, held.today))
  const { givenBackDays, endsDay, untilDay, isCancelled } = quote
  await Promise.all([
    writeThaw(work, quote),
    noteChanges(work, [{ passId, kind: 'thawed', facts: { freezeId, untilDay, givenBackDays, endsDay, isCancelled } }]),
  ])
  const after = { ...held.pass, endsDay, extendedDays: held.pass.extendedDays - givenBackDays }
  await writeDays(work, held.pass, after, held.today, { kind: 'pass_freeze', id: freezeId })
  const subject = { kind: 'member', id: held.pass.memberId }
  work.emit({ type: 'pass.thawed', subject, data: { passId, freezeId, givenBackDays } })
  work.audit({
    action: 'passes.thaw',
    subject: { kind: 'pass', id: passId },
    changes: { endsDay: [held.pass.endsDay, endsDay] },
  })
  return { freezeId, passId, endsDay }
}
