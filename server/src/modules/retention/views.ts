import { receiptToken } from '#modules/cashier/receipt-token.ts'
import { readHeldPasses } from '#modules/passes/held-passes.ts'
import { restoreDays } from '#modules/passes/plan-types.ts'
import { storeFacts } from '#modules/shops/store-facts.ts'
import type { Static } from '#platform/contract.ts'
import type { Work } from '#platform/work.ts'
import { Refused } from '#shared/refusal.ts'
import type * as contract from './contract.ts'
import { readFlowVersion } from './flow-queries.ts'
import type { Flow } from './flow-types.ts'
import type { previewLeaving } from './leave.ts'
import { type Leaving, type Offer, readLeaving } from './leaving-queries.ts'

export const receiptKeyPurpose = 'retention.receipt'

export function wayOutView({
  held,
  flow,
  law,
  quotes,
}: Awaited<ReturnType<typeof previewLeaving>>): Static<typeof contract.WayOut> {
  const { buttons } = law.cancelling
  return {
    ...{ passId: held.pass.id, passName: held.pass.name, now: quotes.now, atEnd: quotes.atEnd, restoreDays },
    ...{ reasons: flow.reasons, asksReason: flow.asksReason, buttons },
  }
}

/** Offers in the words of the flow they were made under. */
export function offerViews(flow: Flow, offers: readonly Offer[]): Static<typeof contract.LeavingBegun>['offers'] {
  return offers.flatMap(({ id, place, code, terms, endsAt, acceptedAt }) => {
    const words = flow.offers.find((rule) => rule.code === code)?.words
    if (!words) return []
    return [{ offerId: id, place, words, terms, endsAt: endsAt.toISOString(), isTaken: acceptedAt !== null }]
  })
}

export async function begunView(
  work: Work,
  { leaving, offers }: { leaving: Leaving; offers: readonly Offer[] },
): Promise<Static<typeof contract.LeavingBegun>> {
  const flow = await readFlowVersion(work, leaving.flowVersion)
  return { leavingId: leaving.id, offers: offerViews(flow, offers) }
}

/** What was executed, with the token that opens its check page. Refuses a leaving that ended otherwise. */
export async function receiptOf(work: Work, leavingId: string): Promise<Static<typeof contract.Receipt>> {
  const leaving = await readLeaving(work, leavingId)
  if (!leaving?.quote) throw new Refused('leaving_not_found')
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
    quote: leaving.quote,
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
  const names = await passNames(work, leavings)
  return leavings.map((leaving) => ({
    ...{ leavingId: leaving.id, passId: leaving.passId, passName: names.get(leaving.passId) ?? '' },
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
    mayTakeBack: leaving.time === 'period_end' && leaving.takenBackAt === null && !isPast(leaving, work),
  }))
}

function isPast({ lastDay }: Leaving, { at }: Work): boolean {
  return lastDay !== null && lastDay < at.toISOString().slice(0, 10)
}

/** The names of passes, as they were sold. */
export async function passNames(work: Work, of: readonly { passId: string }[]): Promise<Map<string, string>> {
  const held = await readHeldPasses(work, [...new Set(of.map(({ passId }) => passId))])
  return new Map(held.map(({ pass }) => [pass.id, pass.name]))
}
