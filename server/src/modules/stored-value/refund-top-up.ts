import { type Approval, checkApproval } from '#modules/identity/approval-rules.ts'
import { lockApprovals, useApprovals } from '#modules/identity/use-approval.ts'
import type { LedgerState, Lot } from '#modules/ledger/ledger-rules.ts'
import { applyPlan, isExpired, type Plan } from '#modules/ledger/ledger-rules.ts'
import { lockLedger, postingOf, readLedger, writeLedger } from '#modules/ledger/post-ledger.ts'
import { planWithdrawal } from '#modules/ledger/spend-rules.ts'
import { defaultRegion, packOf, packOn } from '#modules/law-packs/pack-rules.ts'
import { lockMembers } from '#modules/members/lock-members.ts'
import { readLiveMember } from '#modules/members/read-live-member.ts'
import { lockPayments, requestPaymentRefunds } from '#modules/payments/claim-payments.ts'
import { openStoreOf, storeFacts } from '#modules/shops/store-facts.ts'
import { actorId, actorMay } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { businessDay, localDay } from '#shared/business-day.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { storedValuePurse } from './sell-top-up.ts'
import { readTenders, readTopUp, type TopUpRow } from './top-up-queries.ts'
import { insertTopUpRefund } from './top-up-refund-queries.ts'
import {
  quoteTopUpRefund,
  topUpRefundFingerprint,
  type RefundCause,
  type RefundTerms,
  type TopUpUsage,
} from './top-up-refund-rules.ts'

export type TopUpRefundInput = {
  topUpId: string
  refundId: string
  storeId: string
  cause: RefundCause
  /** The member had the same goods or services before: no right to withdraw (R5). */
  knewGoods?: boolean
  /** `paymentId`: money goes back by itself to the payment that brought it. */
  tender: { kind: 'cash' } | { kind: 'other'; method: string; paymentId?: string }
  reason: string
  fingerprint: string
  /** A manager's yes to this refund, where the actor may not refund alone. */
  approvalId?: string
  /** Who answers for the money that goes out; none at a browser that is no till. */
  shiftId?: string | null
}

type RefundAsked = Pick<TopUpRefundInput, 'cause' | 'knewGoods'>

/** What a refund of the rest would pay, by cause. Locks nothing. */
export async function previewTopUpRefund(work: Work, asked: RefundAsked & { topUpId: string }) {
  const { topUpId } = asked
  const topUp = await openTopUp(work, topUpId)
  const terms = await termsOf(work, topUp, asked)
  const memberId = await holderOf(topUp.memberId, (id) => readLiveMember(work, id))
  const ledger = await readLedger(work, storedValuePurse(memberId))
  const quote = accept(quoteTopUpRefund(usageOf(topUp, lotsOf(ledger, topUp), work.at), terms))
  return { ...quote, fingerprint: topUpRefundFingerprint(topUpId, quote) }
}

/**
 * Pays out what remains of a top-up (R3) under the law it was sold under, exactly as shown. The principal leaves as a payout as far as it is paid, the rest of it
 * and the bonus are forfeited. Once for each top-up. Locks the payment that it goes back to, the approval where one is brought,
 * the member, then the two accounts.
 */
export async function refundTopUp(work: Work, input: TopUpRefundInput) {
  const back = await lockOrigin(work, input)
  const [topUp, store, approvals] = await Promise.all([
    openTopUp(work, input.topUpId),
    openStoreOf(work, input.storeId),
    lockApprovals(work, input.approvalId ? [input.approvalId] : []),
  ])
  const memberId = await holderOf(topUp.memberId, (id) => lockLiveMember(work, id))
  const purse = storedValuePurse(memberId)
  const ledger = await lockLedger(work, purse)
  // Read again under the lock: another till may have refunded it meanwhile.
  await openTopUp(work, input.topUpId)
  const lots = lotsOf(ledger, topUp)
  const quote = accept(quoteTopUpRefund(usageOf(topUp, lots, work.at), await termsOf(work, topUp, input)))
  const fingerprint = topUpRefundFingerprint(topUp.id, quote)
  if (fingerprint !== input.fingerprint) {
    throw new Refused('quote_changed', { refundCents: quote.refundCents, fingerprint })
  }
  const approval = await authorityFor(work, input, quote.refundCents, approvals)
  const plans = planPayout(work, ledger, purse, lots, { ...quote, refundId: input.refundId, storeId: store.id })
  const record = {
    ...quote,
    id: input.refundId,
    topUpId: topUp.id,
    memberId,
    storeId: store.id,
    tenderKind: input.tender.kind,
    tenderMethod: input.tender.kind === 'other' ? input.tender.method : null,
    reason: input.reason,
    fingerprint,
    businessDay: businessDay(work.at, store.timeZone, store.cutoffHour),
    at: work.at,
    cashierId: actorId(work.actor),
    shiftId: input.shiftId ?? null,
    knewGoods: input.knewGoods ?? false,
  }
  await Promise.all([insertTopUpRefund(work, record), writeLedger(work, plans)])
  if (back && quote.refundCents > 0) {
    const wish = { paymentId: back, refundId: record.id, amountCents: quote.refundCents }
    await requestPaymentRefunds(work, [wish], 'top_up_refund')
  }
  const { refundCents, principalTakenCents, bonusForfeitedCents } = quote
  const data = { refundId: record.id, topUpId: topUp.id, refundCents, principalTakenCents, bonusForfeitedCents }
  work.emit({ type: 'top_up.refunded', subject: { kind: 'member', id: memberId }, data })
  work.audit({
    action: 'topup.refund',
    subject: { kind: 'top_up', id: topUp.id },
    changes: { refundCents: [0, refundCents] },
    reason: input.reason,
    ...(approval ? { approvedBy: approval.approvedBy } : {}),
  })
  return { refundId: record.id, refundCents, principalTakenCents, bonusForfeitedCents }
}

/** The law that the top-up was sold under, and the days that count, in the zone of the store that sold it. */
async function termsOf(work: Work, topUp: TopUpRow, { cause, knewGoods = false }: RefundAsked): Promise<RefundTerms> {
  const zone = (await storeFacts(work, [topUp.storeId])).get(topUp.storeId)!.timeZone
  const paidOn = localDay(topUp.at, zone)
  const law = topUp.lawPack === null ? packOn(defaultRegion, paidOn) : packOf(topUp.lawPack)
  return { cause, knewGoods, law, paidOn, today: localDay(work.at, zone) }
}

/** Holds the payment that the money is to go back to: one of those that paid this top-up. */
async function lockOrigin(work: Work, { topUpId, tender }: TopUpRefundInput): Promise<string | null> {
  const paymentId = tender.kind === 'other' ? tender.paymentId : undefined
  if (!paymentId) return null
  const [tenders] = await Promise.all([readTenders(work, topUpId), lockPayments(work, [paymentId])])
  if (!tenders.some((paid) => paid.paymentId === paymentId)) throw new Refused('payment_of_another_sale', { paymentId })
  return paymentId
}

/** A refund is the actor's own right, or a manager's approval for this very top-up. */
async function authorityFor(
  work: Work,
  { topUpId, approvalId }: TopUpRefundInput,
  amountCents: number,
  approvals: ReadonlyMap<string, Approval>,
): Promise<Approval | null> {
  const permission = 'topup.refund'
  if (actorMay(work.actor, permission)) return null
  if (!approvalId) throw new Refused('top_up_refund_approval_needed', { permission, amountCents })
  const approval = approvals.get(approvalId)
  if (!approval) throw new Refused('approval_not_found')
  const need = {
    permission,
    subject: { kind: 'top_up', id: topUpId },
    amountCents,
    requestedBy: actorId(work.actor) ?? '',
  }
  const given = accept(checkApproval(approval, need, work.at))
  await useApprovals(work, [approvalId])
  return given
}

async function openTopUp(work: Work, topUpId: string): Promise<TopUpRow> {
  const topUp = await readTopUp(work, topUpId)
  if (!topUp) throw new Refused('top_up_not_found')
  if (topUp.refundedAt) throw new Refused('top_up_refunded')
  return topUp
}

/** Who holds the value today: the buyer, or the member they were merged into. `find` refuses whoever is gone. */
async function holderOf(buyerId: string, find: (memberId: string) => Promise<unknown>): Promise<string> {
  for (let memberId = buyerId; ;) {
    try {
      await find(memberId)
      return memberId
    } catch (error) {
      if (!(error instanceof Refused) || error.code !== 'member_merged') throw error
      memberId = String(error.details.mergedInto)
    }
  }
}

async function lockLiveMember(work: Work, memberId: string): Promise<void> {
  accept((await lockMembers(work, [memberId])).get(memberId)!)
}

/** The lots of a top-up: they keep their source wherever they moved. */
function lotsOf(ledger: LedgerState, topUp: TopUpRow): Lot[] {
  return [...ledger.lots.values()].filter(({ source }) => source.kind === 'top_up' && source.id === topUp.id)
}

/** Expired bonus is gone, swept or not; what was drawn of it before still counts as used. */
function usageOf({ principalCents, bonusCents }: TopUpRow, lots: readonly Lot[], at: Date): TopUpUsage {
  const sum = (asset: string, units: (lot: Lot) => number) =>
    lots.reduce((total, lot) => total + (lot.asset === asset ? units(lot) : 0), 0)
  const remainingPrincipalCents = sum('stored_principal', (lot) => lot.remainingUnits)
  const remainingBonusCents = sum('stored_bonus', (lot) => (isExpired(lot, at) ? 0 : lot.remainingUnits))
  const drawnCents = sum('stored_principal', (lot) => lot.drawnUnits)
  const consumedCents = drawnCents + sum('stored_bonus', (lot) => lot.drawnUnits)
  const heldCents = Math.min(principalCents, drawnCents + remainingPrincipalCents)
  return {
    principalCents,
    departedPrincipalCents: principalCents - heldCents,
    bonusCents,
    consumedCents: Math.min(consumedCents, heldCents + bonusCents),
    remainingPrincipalCents,
    remainingBonusCents,
  }
}

function planPayout(
  work: Work,
  ledger: LedgerState,
  purse: ReturnType<typeof storedValuePurse>,
  lots: readonly Lot[],
  { refundCents, refundId, storeId }: { refundCents: number; refundId: string; storeId: string },
): Plan[] {
  const posting = postingOf(work, { kind: 'top_up_refund', id: refundId }, storeId)
  const plans: Plan[] = []
  const take = (kind: 'payout' | 'forfeit', taken: { lotId: string; units: number }[]) => {
    if (taken.length === 0) return
    const plan = accept(planWithdrawal(ledger, { accounts: purse, kind, from: { lots: taken } }, posting))
    applyPlan(ledger, plan)
    plans.push(plan)
  }
  let left = refundCents
  const principal = lots.filter((lot) => lot.asset === 'stored_principal' && lot.remainingUnits > 0)
  const paid = principal.map((lot) => {
    const units = Math.min(left, lot.remainingUnits)
    left -= units
    return { lotId: lot.id, units }
  })
  take(
    'payout',
    paid.filter(({ units }) => units > 0),
  )
  const alive = lots.filter((lot) => !isExpired(lot, work.at))
  const rest = alive.map((lot) => ({
    lotId: lot.id,
    units: lot.remainingUnits - (paid.find(({ lotId }) => lotId === lot.id)?.units ?? 0),
  }))
  take(
    'forfeit',
    rest.filter(({ units }) => units > 0),
  )
  return plans
}
