import { receiptToken } from '#modules/cashier/receipt-token.ts'
import { quoteChange } from '#modules/passes/change-plan-quote.ts'
import { checkRestore } from '#modules/passes/cancel-rules.ts'
import { type HeldPass, readHeldPasses } from '#modules/passes/held-passes.ts'
import { restoreDays } from '#modules/passes/plan-types.ts'
import { storeFacts } from '#modules/shops/store-facts.ts'
import type { Static } from '#platform/contract.ts'
import type { Work } from '#platform/work.ts'
import type { Day } from '#shared/business-day.ts'
import { isRefusal, Refused } from '#shared/refusal.ts'
import type * as contract from './contract.ts'
import { readFlowVersion } from './flow-queries.ts'
import type { Flow } from './flow-types.ts'
import type { previewLeaving } from './leave.ts'
import { type Leaving, type Offer, readLeaving, readOffers } from './leaving-queries.ts'

export const receiptKeyPurpose = 'retention.receipt'

export function wayOutView({
  held,
  flow,
  law,
  quotes,
}: Awaited<ReturnType<typeof previewLeaving>>): Static<typeof contract.WayOut> {
  const { buttons } = law.cancelling
  const reasons = flow.reasons.map(({ code, words }) => ({ code, words }))
  return {
    ...{ passId: held.pass.id, passName: held.pass.name, now: quotes.now, atEnd: quotes.atEnd, restoreDays },
    ...{ reasons, asksReason: flow.asksReason, buttons },
    // Between buttons that the law writes stands nothing that it does not know of.
    ...{ questions: flow.questions, asksAt: buttons === null ? ('beside' as const) : ('after_receipt' as const) },
  }
}

type OfferView = Static<typeof contract.LeavingBegun>['offers'][number]

/** Offers in the words of the flow they were made under; another plan with what it costs and gives back. */
async function offerViews(work: Work, flow: Flow, passId: string, offers: readonly Offer[]): Promise<OfferView[]> {
  const views = offers.map(async ({ id, place, code, terms, endsAt, acceptedAt }) => {
    const words = flow.offers.find((rule) => rule.code === code)?.words
    if (!words) return []
    const isTaken = acceptedAt !== null
    const change =
      terms.kind === 'downgrade' && terms.planId && !isTaken ? await changeOf(work, passId, terms.planId) : null
    return [{ offerId: id, place, words, terms, endsAt: endsAt.toISOString(), isTaken, change }]
  })
  return (await Promise.all(views)).flat()
}

async function changeOf(work: Work, passId: string, planId: string): Promise<OfferView['change']> {
  const { after, priceCents, dueCents } = await quoteChange(work, passId, planId)
  return { planName: after.name, priceCents, backCents: Math.max(0, -dueCents) }
}

export async function begunView(
  work: Work,
  { leaving, offers }: { leaving: Leaving; offers: readonly Offer[] },
): Promise<Static<typeof contract.LeavingBegun>> {
  const flow = await readFlowVersion(work, leaving.flowVersion)
  return { leavingId: leaving.id, offers: await offerViews(work, flow, leaving.passId, offers) }
}

/** What a leaving was offered and is still open: beside the way out, or after the receipt. */
export async function openOffersOf(work: Work, leavingId: string, memberId?: string) {
  const leaving = await readLeaving(work, leavingId)
  if (!leaving || (memberId !== undefined && leaving.memberId !== memberId)) throw new Refused('leaving_not_found')
  const made = await readOffers(work, [leavingId])
  // The one or the other: who took one is shown none any more.
  const isTaken = made.some(({ acceptedAt }) => acceptedAt !== null)
  const offers = made.filter(({ endsAt }) => endsAt > work.at)
  const flow = await readFlowVersion(work, leaving.flowVersion)
  const isOpen = leaving.doneAs === null || (leaving.doneAs === 'cancelled' && flow.offersAt === 'after_receipt')
  return begunView(work, { leaving, offers: isOpen && !isTaken ? offers : [] })
}

export function finishedView({ leaving }: { leaving: Leaving }): Static<typeof contract.LeavingFinished> {
  const { id: leavingId, receiptNumber, refundCents, toHandOverCents, lastDay } = leaving
  return { leavingId, receiptNumber: receiptNumber!, refundCents: refundCents!, toHandOverCents, lastDay }
}

/** What was executed, with the token that opens its check page. Refuses a leaving that ended otherwise, and another's where one is named. */
export async function receiptOf(
  work: Work,
  leavingId: string,
  memberId?: string,
): Promise<Static<typeof contract.Receipt>> {
  const leaving = await readLeaving(work, leavingId)
  if (!leaving?.quote || (memberId !== undefined && leaving.memberId !== memberId))
    throw new Refused('leaving_not_found')
  const [names, stores] = await Promise.all([passNames(work, [leaving]), storeFacts(work, [leaving.storeId])])
  return {
    leavingId,
    receiptNumber: leaving.receiptNumber!,
    passName: names.get(leaving.passId) ?? '',
    storeName: stores.get(leaving.storeId)?.name ?? '',
    at: leaving.doneAt!.toISOString(),
    time: leaving.time!,
    lastDay: leaving.lastDay,
    refundCents: leaving.refundCents!,
    toHandOverCents: leaving.toHandOverCents,
    isHandedOver: leaving.handedOverAt !== null,
    isTakenBack: leaving.takenBackAt !== null,
    lawPack: leaving.lawPack,
    quote: { ...leaving.quote, back: leaving.quote.back ?? null },
    token: tokenOf(work, leavingId),
  }
}

export function tokenOf(work: Work, leavingId: string): string {
  return receiptToken(work.key(receiptKeyPurpose), work.merchantId, leavingId)
}

export async function leavingViews(
  work: Work,
  leavings: readonly Leaving[],
): Promise<Static<typeof contract.LeavingList>['items']> {
  const held = await readHeldPasses(work, [...new Set(leavings.map(({ passId }) => passId))])
  const heldOf = new Map(held.map((each) => [each.pass.id, each]))
  return leavings.map((leaving) => ({
    ...{ leavingId: leaving.id, passId: leaving.passId, passName: heldOf.get(leaving.passId)?.pass.name ?? '' },
    ...{
      channel: leaving.channel,
      reasonCode: leaving.reasonCode,
      at: leaving.at.toISOString(),
      doneAs: leaving.doneAs,
    },
    doneAt: leaving.doneAt?.toISOString() ?? null,
    ...{ lastDay: leaving.lastDay, refundCents: leaving.refundCents, toHandOverCents: leaving.toHandOverCents },
    isHandedOver: leaving.handedOverAt !== null,
    receiptNumber: leaving.receiptNumber,
    receiptToken: leaving.receiptNumber === null ? null : tokenOf(work, leaving.id),
    isTakenBack: leaving.takenBackAt !== null,
    takeBackUntilDay: takeBackUntil(leaving, heldOf.get(leaving.passId)),
  }))
}

/** Until which day a cancellation can be taken back: before it has come, or while the pass comes back as it was; null: it cannot. */
function takeBackUntil({ doneAs, time, lastDay, takenBackAt }: Leaving, held: HeldPass | undefined): Day | null {
  if (doneAs !== 'cancelled' || takenBackAt || !held) return null
  if (time === 'period_end') return lastDay !== null && lastDay < held.today ? null : lastDay
  const back = checkRestore(held.pass, held.today)
  return isRefusal(back) ? null : back.untilDay
}

/** The names of passes, as they were sold. */
export async function passNames(work: Work, of: readonly { passId: string }[]): Promise<Map<string, string>> {
  const held = await readHeldPasses(work, [...new Set(of.map(({ passId }) => passId))])
  return new Map(held.map(({ pass }) => [pass.id, pass.name]))
}
