import { exchangePassFromAfar } from '#modules/cashier/refund/exchange-from-afar.ts'
import { issueCoupons } from '#modules/coupons/issue-coupons.ts'
import { quoteChange } from '#modules/passes/change-plan-quote.ts'
import { extendPass } from '#modules/passes/change-pass.ts'
import { freezePass, previewFreeze } from '#modules/passes/freeze-pass.ts'
import { type HeldPass, readHeldPass } from '#modules/passes/held-passes.ts'
import { planOffers } from '#modules/passes/plan-offers.ts'
import type { Work } from '#platform/work.ts'
import { addDays } from '#shared/business-day.ts'
import { newId } from '#shared/ids.ts'
import { Refused } from '#shared/refusal.ts'
import { readFlowVersion } from './flow-queries.ts'
import type { Answer, Flow } from './flow-types.ts'
import { insertFollowUp } from './follow-up-queries.ts'
import { takeBackLeaving } from './leave.ts'
import {
  acceptOfferRow,
  endLeaving,
  type Leaving,
  lockLeaving,
  type Offer,
  readOffers,
  takeBudget,
  writeAnswers,
  writeToHandOver,
} from './leaving-queries.ts'
import { monthOf } from './offer-cases.ts'
import { needsPass } from './offer-rules.ts'
import { insertPassGift } from './pass-gift-queries.ts'
import { keepAnswers } from './survey-rules.ts'
import { recordWords } from './record-words.ts'

/** What an offer did: a new last day, money that comes back, a link to hand on; what it did not do is null or nothing. */
type Given = { endsDay: string | null; backCents: number; toHandOverCents: number; passGiftId: string | null }
export type Taken = Given & { leavingId: string; kind: Offer['kind'] }

const nothing: Given = { endsDay: null, backCents: 0, toHandOverCents: 0, passGiftId: null }

/**
 * Takes an offer: the member stays, and gets at once what was offered: rest, days, a smaller plan with the difference back, a link to give
 * the pass away by, a coupon; a person's call is due now. One made after the receipt takes a cancellation that has not taken effect back
 * where it needs the pass.
 *
 * Refuses an offer of another leaving, one that has run out (`offer_expired`), one whose month is spent meanwhile, a second one, and a
 * smaller plan that would give back another sum than was shown. Locks the leaving, then what the offer changes.
 */
export async function takeOffer(
  work: Work,
  wish: {
    leavingId: string
    offerId: string
    memberId?: string
    backCents?: number | null
    /** To the flow's questions, from who stays; what fits none of them is left out. */
    answers?: readonly Answer[] | undefined
  },
): Promise<Taken> {
  const { leavingId, offerId } = wish
  const leaving = await lockLeaving(work, leavingId)
  if (!leaving || (wish.memberId !== undefined && leaving.memberId !== wish.memberId))
    throw new Refused('leaving_not_found')
  const flow = await readFlowVersion(work, leaving.flowVersion)
  const isAfterwards = leaving.doneAs === 'cancelled' && flow.offersAt === 'after_receipt'
  if (leaving.doneAs !== null && !isAfterwards) throw new Refused('leaving_done', { doneAs: leaving.doneAs })
  const offers = await readOffers(work, [leavingId])
  const offer = offers.find(({ id }) => id === offerId)
  if (!offer) throw new Refused('offer_not_found')
  // The main one or the fallback, never both: after a receipt the leaving itself is over either way and says nothing of it.
  if (offers.some(({ acceptedAt }) => acceptedAt !== null)) throw new Refused('offer_taken')
  if (offer.endsAt <= work.at) throw new Refused('offer_expired', { endsAt: offer.endsAt.toISOString() })
  if (isAfterwards && needsPass(offer.terms)) await takeBackLeaving(work, leavingId, leaving.memberId)
  const held = await readHeldPass(work, leaving.passId)
  await payFromBudget(work, flow, offer, monthOf(held.today))
  const reason = await recordWords(work, 'offer', flow.offers.find(({ code }) => code === offer.code)?.words)
  const giving = { leaving, offer, held, reason, shownBackCents: wish.backCents ?? null }
  const given = { ...nothing, ...(await give(work, giving)) }
  await Promise.all([acceptOfferRow(work, offerId), isAfterwards ? null : endLeaving(work, leavingId, 'kept')])
  if (wish.answers) {
    await writeAnswers(work, leavingId, keepAnswers(flow.questions, leaving.reasonCode, wish.answers))
  }
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
  return { leavingId, kind, ...given }
}

async function payFromBudget(work: Work, flow: Flow, { code, costCents }: Offer, month: string) {
  const budgetCents = flow.offers.find((rule) => rule.code === code)?.monthlyBudgetCents ?? null
  if (budgetCents === null) return
  if (!(await takeBudget(work, { code, costCents, budgetCents, month }))) throw new Refused('offer_budget_spent')
}

type Giving = { leaving: Leaving; offer: Offer; held: HeldPass; reason: string; shownBackCents: number | null }

async function give(work: Work, giving: Giving): Promise<Partial<Given>> {
  const { leaving, offer, held, reason } = giving
  const { passId, memberId, storeId, id: leavingId } = leaving
  const { terms, id } = offer
  switch (terms.kind) {
    case 'freeze':
      return freeze(work, giving, terms.days)
    case 'extension':
      return { endsDay: (await extendPass(work, { passId, extensionId: id, days: terms.days, reason })).endsDay }
    case 'gift':
    case 'discount':
      await issueCoupons(work, { issueId: id, templateId: terms.templateId, memberIds: [memberId], reason })
      return {}
    case 'transfer':
      await insertPassGift(work, { id, leavingId, passId, memberId, endsAt: offer.endsAt })
      return { passGiftId: id, endsDay: held.pass.endsDay }
    case 'downgrade':
      if (terms.planId) return changeTo(work, giving, terms.planId)
      break
    case 'contact':
      break
  }
  await insertFollowUp(work, { id, leavingId, memberId, storeId, kind: terms.kind, terms: {}, dueAt: work.at })
  return {}
}

async function freeze(work: Work, { leaving, offer, held, reason }: Giving, days: number): Promise<Partial<Given>> {
  const { passId } = leaving
  const wish = { fromDay: addDays(held.today, 1), untilDay: addDays(held.today, days) }
  const { fingerprint, feeCents } = await previewFreeze(work, passId, wish)
  const fee = feeCents > 0 ? { fee: 'stored_value' as const } : {}
  const freezing = { passId, freezeId: offer.id, ...wish, fingerprint, reason, ...fee }
  return { endsDay: (await freezePass(work, freezing)).endsDay }
}

async function changeTo(work: Work, giving: Giving, planId: string): Promise<Partial<Given>> {
  const { leaving, offer, held, reason, shownBackCents } = giving
  const { saleId, saleLineId } = held.pass
  const plan = (await planOffers(work, [planId])).get(planId)
  if (!plan || plan.isStopped) throw new Refused('plan_stopped')
  if (saleId === null || saleLineId === null) throw new Refused('sale_not_found')
  const { dueCents } = await quoteChange(work, leaving.passId, planId)
  if (shownBackCents !== null && shownBackCents !== -dueCents) {
    throw new Refused('quote_changed', { refundCents: -dueCents })
  }
  const { backCents, toHandOverCents } = await exchangePassFromAfar(work, {
    ...{ refundId: offer.id, saleId, lineId: saleLineId, newSaleId: newId(), memberId: leaving.memberId },
    ...{ plan: { planId, version: plan.version }, reason },
  })
  if (toHandOverCents > 0) await writeToHandOver(work, leaving.id, toHandOverCents)
  return { backCents, toHandOverCents }
}
