import { lockLedger, postingOf, writeLedger } from '#modules/ledger/post-ledger.ts'
import { applyPlan } from '#modules/ledger/ledger-rules.ts'
import { planSpend } from '#modules/ledger/spend-rules.ts'
import { lockMembers } from '#modules/members/lock-members.ts'
import { survivorOf } from '#modules/members/survivor.ts'
import { storedValuePurse } from '#modules/stored-value/sell-top-up.ts'
import { actorMay } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { addDays } from '#shared/business-day.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { noteChanges, writeFamily } from './change-queries.ts'
import type { FeePayment } from './freeze-pass.ts'
import { laterOf, lockPass, readHeldPass } from './held-passes.ts'
import { writeDays } from './move-end.ts'
import { updatePasses } from './pass-queries.ts'
import { type Pass, stateOf } from './pass-rules.ts'
import { stopRenewal } from './renewal-queries.ts'

/** Makes a pass last longer, as a favour or to make good. One that ran out lives again; one without an end has none to move. */
export async function extendPass(
  work: Work,
  { passId, extensionId, days, reason }: { passId: string; extensionId: string; days: number; reason: string },
): Promise<{ passId: string; endsDay: string }> {
  const { pass, today } = await lockPass(work, passId)
  if (pass.endedAt) throw new Refused('pass_ended')
  if (pass.endsDay === null) throw new Refused('pass_never_ends')
  const endsDay = addDays(pass.endsDay, days)
  const latestStartDay =
    pass.startsDay === null && pass.latestStartDay ? addDays(pass.latestStartDay, days) : pass.latestStartDay
  await noteChanges(work, [{ passId, kind: 'extended', facts: { days, endsDay, reason } }])
  // Before its first use the whole period moves; after, only its end.
  const extendedDays = pass.startsDay === null ? pass.extendedDays : pass.extendedDays + days
  const after = { ...pass, endsDay, latestStartDay, extendedDays }
  await writeDays(work, pass, after, today, { kind: 'pass_extension', id: extensionId })
  work.emit({ type: 'pass.extended', subject: { kind: 'member', id: pass.memberId }, data: { passId, days, endsDay } })
  work.audit({
    action: 'passes.extend',
    subject: { kind: 'pass', id: passId },
    changes: { endsDay: [pass.endsDay, endsDay] },
    reason,
  })
  return { passId, endsDay }
}

export type TransferInput = {
  passId: string
  transferId: string
  toMemberId: string
  /** Both said yes, in front of staff who saw who they are. */
  isAgreed: boolean
  reason: string
  fee?: FeePayment | undefined
}

/** What giving a pass away costs, and what goes with it. Refuses what `transferPass` refuses. Locks nothing. */
export async function previewTransfer(work: Work, passId: string, toMemberId: string) {
  const { pass, today, left, taken } = await readHeldPass(work, passId)
  await checkTransfer(
    work,
    pass,
    toMemberId,
    today,
    taken.some(({ isHeld }) => isHeld),
  )
  return {
    feeCents: pass.terms.transfer?.feeCents ?? 0,
    endsDay: pass.endsDay,
    units: pass.terms.components.map(({ id, name }) => ({ componentId: id, name, leftUnits: left.get(id) ?? null })),
    familyPeople: pass.familyIds.length,
  }
}

async function checkTransfer(
  work: Work,
  pass: Pass,
  toMemberId: string,
  today: string,
  hasHolds: boolean,
): Promise<void> {
  const state = stateOf(pass, today)
  if (state === 'ended') throw new Refused('pass_ended')
  if (state === 'expired') throw new Refused('pass_expired', { endsDay: pass.endsDay })
  if (state === 'frozen') throw new Refused('pass_frozen')
  if (hasHolds) throw new Refused('pass_has_bookings')
  if (pass.terms.transfer === null && !actorMay(work.actor, 'passes.manage')) throw new Refused('transfer_not_allowed')
  const [from, to] = await Promise.all([survivorOf(work, pass.memberId), survivorOf(work, toMemberId)])
  if (from === to) throw new Refused('transfer_to_oneself')
}

/**
 * Gives a pass to another member, with all that is left of it, its days and its history; the family stays behind, and so does a
 * renewal that runs by itself: nobody pays for a pass that is another's. Refuses a transfer to oneself, without consent of both,
 * against the terms (whoever manages passes may still), while bookings are open or while it rests. Locks both members, the giver's
 * purse where it pays a fee, then the pass.
 */
export async function transferPass(work: Work, input: TransferInput): Promise<{ transferId: string; passId: string }> {
  const { passId, transferId, toMemberId, reason } = input
  if (!input.isAgreed) throw new Refused('transfer_without_consent')
  const before = await readHeldPass(work, passId)
  const locked = await lockMembers(work, [before.pass.memberId, toMemberId])
  accept(locked.get(toMemberId)!)
  await payTransfer(work, before.pass, input)
  const { pass, today, taken } = await lockPass(work, passId)
  if (pass.memberId !== before.pass.memberId) throw new Refused('quote_changed')
  await checkTransfer(
    work,
    pass,
    toMemberId,
    today,
    taken.some(({ isHeld }) => isHeld),
  )
  await Promise.all([
    updatePasses(work, [{ ...pass, memberId: toMemberId, lastAt: laterOf(pass.lastAt, work.at) }]),
    writeFamily(work, passId, []),
    stopRenewal(work, passId),
    noteChanges(work, [{ passId, kind: 'transferred', facts: { fromMemberId: pass.memberId, toMemberId, reason } }]),
  ])
  const data = { transferId, passId, planId: pass.planId, fromMemberId: pass.memberId, toMemberId }
  work.emit({ type: 'pass.given', subject: { kind: 'member', id: pass.memberId }, data })
  work.emit({ type: 'pass.received', subject: { kind: 'member', id: toMemberId }, data })
  work.audit({
    action: 'passes.transfer',
    subject: { kind: 'pass', id: passId },
    changes: { memberId: [pass.memberId, toMemberId] },
    reason,
  })
  return { transferId, passId }
}

async function payTransfer(work: Work, pass: Pass, { transferId, fee }: TransferInput): Promise<void> {
  const feeCents = pass.terms.transfer?.feeCents ?? 0
  if (feeCents === 0) return
  if (fee === undefined) throw new Refused('transfer_fee_open', { feeCents })
  if (fee === 'waived') {
    if (!actorMay(work.actor, 'passes.manage')) throw new Refused('not_allowed', { permission: 'passes.manage' })
    return
  }
  const accounts = storedValuePurse(pass.memberId)
  const ledger = await lockLedger(work, accounts)
  const posting = postingOf(work, { kind: 'pass_transfer', id: transferId }, pass.storeId)
  const plan = accept(planSpend(ledger, { accounts, units: feeCents }, posting))
  applyPlan(ledger, plan)
  await writeLedger(work, [plan])
}

/** Says who else may use a pass, as far as its terms let. Refuses the holder, and more people than the terms give. */
export async function setFamily(
  work: Work,
  { passId, memberIds }: { passId: string; memberIds: readonly string[] },
): Promise<{ passId: string; people: number }> {
  const members = await lockMembers(work, memberIds)
  for (const id of memberIds) accept(members.get(id)!)
  const { pass } = await lockPass(work, passId)
  if (pass.endedAt) throw new Refused('pass_ended')
  const most = pass.terms.family?.maxPeople ?? 0
  const others = [...new Set(memberIds)].sort()
  if (others.includes(pass.memberId)) throw new Refused('family_is_holder')
  if (others.length > most) throw new Refused('family_too_large', { maxPeople: most })
  await Promise.all([
    writeFamily(work, passId, others),
    noteChanges(work, [{ passId, kind: 'family', facts: { before: pass.familyIds, memberIds: others } }]),
  ])
  const subject = { kind: 'pass', id: passId }
  work.audit({ action: 'passes.family', subject, changes: { people: [pass.familyIds.length, others.length] } })
  return { passId, people: others.length }
}
