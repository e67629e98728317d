import { issueCoupons } from '#modules/coupons/issue-coupons.ts'
import { extendPass } from '#modules/passes/change-pass.ts'
import { freezePass, previewFreeze } from '#modules/passes/freeze-pass.ts'
import { readHeldPass } from '#modules/passes/held-passes.ts'
import type { Work } from '#platform/work.ts'
import { addDays } from '#shared/business-day.ts'
import { Refused } from '#shared/refusal.ts'
import { readFlowVersion } from './flow-queries.ts'
import { insertFollowUp } from './follow-up-queries.ts'
import { monthOf, openLeaving } from './leave.ts'
import { acceptOfferRow, endLeaving, type Leaving, type Offer, readOffers, takeBudget } from './leaving-queries.ts'

export type Taken = { leavingId: string; kind: Offer['kind']; endsDay: string | null }

/**
 * Takes an offer: the member stays, and gets at once what was offered: rest, days, a coupon; what needs a person becomes a call that is
 * due now. Refuses an offer of another leaving, one that has run out (`offer_expired`), one whose month is spent meanwhile, and a second
 * one. Locks the leaving, then what the offer changes.
 */
export async function takeOffer(
  work: Work,
  { leavingId, offerId, memberId }: { leavingId: string; offerId: string; memberId?: string },
): Promise<Taken> {
  const leaving = await openLeaving(work, leavingId, memberId)
  const offer = (await readOffers(work, [leavingId])).find(({ id }) => id === offerId)
  if (!offer) throw new Refused('offer_not_found')
  if (offer.acceptedAt) throw new Refused('offer_taken')
  if (offer.endsAt <= work.at) throw new Refused('offer_expired', { endsAt: offer.endsAt.toISOString() })
  const { today } = await readHeldPass(work, leaving.passId)
  await payFromBudget(work, leaving, offer, monthOf(today))
  const endsDay = await give(work, leaving, offer, today)
  await Promise.all([acceptOfferRow(work, offerId), endLeaving(work, leavingId, 'kept')])
  const { code, kind, costCents } = offer
  work.emit({
    type: 'cancellation.kept',
    subject: { kind: 'member', id: leaving.memberId },
    data: { cancellationId: leavingId, passId: leaving.passId, offer: code, kind, costCents },
  })
  work.audit({
    action: 'retention.keep',
    subject: { kind: 'pass', id: leaving.passId },
    changes: { offer: [null, code], costCents: [0, costCents] },
  })
  return { leavingId, kind, endsDay }
}

async function payFromBudget(work: Work, { flowVersion }: Leaving, { code, costCents }: Offer, month: string) {
  const flow = await readFlowVersion(work, flowVersion)
  const budgetCents = flow.offers.find((rule) => rule.code === code)?.monthlyBudgetCents ?? null
  if (budgetCents === null) return
  if (!(await takeBudget(work, { code, costCents, budgetCents, month }))) throw new Refused('offer_budget_spent')
}

async function give(work: Work, leaving: Leaving, offer: Offer, today: string): Promise<string | null> {
  const { passId, memberId, storeId, id: leavingId } = leaving
  const { terms, id, code } = offer
  switch (terms.kind) {
    case 'freeze': {
      const days = { fromDay: addDays(today, 1), untilDay: addDays(today, terms.days) }
      const { fingerprint, feeCents } = await previewFreeze(work, passId, days)
      const fee = feeCents > 0 ? { fee: 'stored_value' as const } : {}
      return (await freezePass(work, { passId, freezeId: id, ...days, fingerprint, reason: code, ...fee })).endsDay
    }
    case 'extension':
      return (await extendPass(work, { passId, extensionId: id, days: terms.days, reason: code })).endsDay
    case 'gift':
    case 'discount':
      await issueCoupons(work, { issueId: id, templateId: terms.templateId, memberIds: [memberId], reason: code })
      return null
    case 'downgrade':
    case 'transfer':
    case 'contact':
      await insertFollowUp(work, { id, leavingId, memberId, storeId, kind: terms.kind, terms: {}, dueAt: work.at })
      return null
  }
}
