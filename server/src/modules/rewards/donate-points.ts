import { giftValue } from '#modules/ledger/move-value.ts'
import { lockMembers } from '#modules/members/lock-members.ts'
import type { Work } from '#platform/work.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { closeCharityRow, insertCharity, insertDonation, listCharities } from './charity-queries.ts'
import { worthOf } from './donation-rules.ts'

/** Names somebody to whom points can be given, and what the shop pays them for a hundred. */
export async function openCharity(
  work: Work,
  input: { charityId: string; name: string; note: string; centsPerHundred: number },
): Promise<{ charityId: string }> {
  const { charityId: id, name, note, centsPerHundred } = input
  await insertCharity(work, { id, name, note, centsPerHundred })
  work.audit({ action: 'rewards.open_charity', subject: { kind: 'charity', id }, changes: { name: [null, name] } })
  return { charityId: id }
}

/** Nothing more can be given to it; what was given stays on show. */
export async function closeCharity(work: Work, charityId: string): Promise<{ charityId: string }> {
  if (!(await closeCharityRow(work, charityId))) throw new Refused('charity_not_found')
  work.audit({ action: 'rewards.close_charity', subject: { kind: 'charity', id: charityId } })
  return { charityId }
}

/** Gives points to a charity: they move to its account in the ledger, for good. Locks the member, then both accounts. */
export async function donatePoints(
  work: Work,
  input: { donationId: string; memberId: string; charityId: string; points: number },
): Promise<{ donationId: string; worthCents: number }> {
  const { donationId, memberId, charityId, points } = input
  accept((await lockMembers(work, [memberId])).get(memberId)!)
  const charity = (await listCharities(work, true)).find(({ id }) => id === charityId)
  if (!charity) throw new Refused('charity_not_found')
  const worthCents = worthOf(points, charity.centsPerHundred)
  const move = {
    from: { ownerKind: 'member', ownerId: memberId },
    to: { ownerKind: 'charity', ownerId: charityId },
    assets: ['points'],
    kind: 'donate',
    units: points,
    source: { kind: 'donation', id: donationId },
  } as const
  accept((await giftValue(work, [move]))[0]!)
  await insertDonation(work, { id: donationId, charityId, memberId, points, worthCents })
  const data = { donationId, charityId, points, worthCents }
  work.emit({ type: 'points.donated', subject: { kind: 'member', id: memberId }, data })
  return { donationId, worthCents }
}
