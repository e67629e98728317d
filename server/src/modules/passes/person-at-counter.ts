import { readIdentification } from '#modules/members/identify-member.ts'
import { memberFamily } from '#modules/members/member-family.ts'
import type { Work } from '#platform/work.ts'
import { Refused } from '#shared/refusal.ts'
import { readPinCheck } from './pin-queries.ts'
import type { ShownBy } from './use-queries.ts'

/** How somebody showed who they are: what a till read from them, a number of their own that was right, or the word of staff. */
export type Proof = { identificationId?: string | undefined; pinCheckId?: string | undefined }

/** A code shown at the till is good for the visit that follows. */
const identifiedForMs = 15 * 60_000

/**
 * How who stands at the counter showed who they are; the member is locked, live and not blocked (`lockMembers`). With a rotating code or a card that the till has read lately, or the
 * right number of their own, that is said; else it is the word of staff. Refuses what was shown by somebody else, or too long ago.
 */
export async function checkPerson(work: Work, memberId: string, proof: Proof): Promise<ShownBy> {
  const { identificationId, pinCheckId } = proof
  if (identificationId === undefined && pinCheckId === undefined) return 'staff'
  const shown = identificationId
    ? await readIdentification(work, identificationId, identifiedForMs)
    : await readPinCheck(work, pinCheckId!, identifiedForMs)
  if (!shown) throw new Refused('identification_not_found')
  const family = await memberFamily(work, memberId)
  if (!family.includes(shown.memberId)) throw new Refused('pass_shown_by_other')
  return shown.by === 'code' || shown.by === 'card' || shown.by === 'pin' ? shown.by : 'staff'
}
