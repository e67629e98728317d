import { actorId } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { Refused } from '#shared/refusal.ts'
import { insertOffer, readOffer, updateOfferClosed, updateOfferOnline } from './top-up-queries.ts'
import type { OfferTerms } from './top-up-rules.ts'

/** Offers a top-up for sale. Its terms never change: another price is another offer. */
export async function createOffer(work: Work, offer: OfferTerms): Promise<void> {
  await insertOffer(work, { ...offer, authorId: actorId(work.actor) })
  const { id, ...terms } = offer
  work.audit({
    action: 'topup.edit',
    subject: { kind: 'top_up_offer', id },
    changes: Object.fromEntries(Object.entries(terms).map(([field, value]) => [field, [null, value] as const])),
  })
}

/** Takes an offer off sale, or puts it back. What was sold under it stays as it is. Locks the offer. */
export async function closeOffer(work: Work, offerId: string, isClosed: boolean): Promise<void> {
  const offer = await readOffer(work, offerId, true)
  if (!offer) throw new Refused('top_up_offer_not_found')
  if ((offer.closedAt !== null) === isClosed) return
  const closedAt = isClosed ? work.at : null
  await updateOfferClosed(work, offerId, closedAt)
  work.audit({
    action: 'topup.edit',
    subject: { kind: 'top_up_offer', id: offerId },
    changes: { closedAt: [offer.closedAt, closedAt] },
  })
}

/** Lets members buy an offer on their own phone, or at the till only. Locks the offer. */
export async function sellOfferOnline(work: Work, offerId: string, isOnline: boolean): Promise<void> {
  const offer = await readOffer(work, offerId, true)
  if (!offer) throw new Refused('top_up_offer_not_found')
  if (offer.isOnline === isOnline) return
  await updateOfferOnline(work, offerId, isOnline)
  work.audit({
    action: 'topup.edit',
    subject: { kind: 'top_up_offer', id: offerId },
    changes: { isOnline: [offer.isOnline, isOnline] },
  })
}
