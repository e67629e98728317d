import { createOffer } from '#modules/stored-value/offers.ts'
import { previewTopUp, sellTopUp } from '#modules/stored-value/sell-top-up.ts'
import type { OfferTerms } from '#modules/stored-value/top-up-rules.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'

/** An offer on sale: pay 1,000.00, get 200.00 on top, drawn in proportion, unless the test says otherwise. */
export async function makeOffer(work: Work, given: Partial<OfferTerms> = {}): Promise<{ id: string }> {
  const offer = {
    id: newId(),
    name: '充 1,000 送 200',
    principalCents: 100_000,
    bonusCents: 20_000,
    drawMode: 'proportional' as const,
    bonusMonths: null,
    ...given,
  }
  await createOffer(work, offer)
  return { id: offer.id }
}

const onWord = { shiftId: null, takesWord: true }

/** A top-up through the very use case, paid exactly in cash: of an offer, or of an amount without a bonus. */
export async function makeTopUp(
  work: Work,
  {
    storeId,
    memberId,
    ...what
  }: { storeId: string; memberId: string } & ({ offerId: string } | { principalCents: number }),
) {
  const { principalCents } = await previewTopUp(work, { storeId, memberId, ...what })
  const tenders = [{ tenderId: newId(), kind: 'cash' as const, receivedCents: principalCents }]
  const { fingerprint } = await previewTopUp(work, { storeId, memberId, ...what, tenders })
  return sellTopUp(work, { topUpId: newId(), storeId, memberId, ...what, tenders, fingerprint, taking: onWord })
}
