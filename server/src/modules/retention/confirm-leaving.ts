import type { Identity } from '#modules/identity/identity.ts'
import { sendPhoneCode, withProvenPhone } from '#modules/identity/prove-phone.ts'
import { reachMember } from '#modules/members/reach-member.ts'
import type { Actor } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { Refused } from '#shared/refusal.ts'
import { openLeaving } from './leave.ts'
import { readLeaving, writeConfirmed } from './leaving-queries.ts'

type Asked = { merchantId: string; ip: string; phone: string }

/** The phone to which the code of a leaving goes that staff serve. Refuses one that is over, and a member without a phone. */
export async function phoneOfLeaving(work: Work, leavingId: string): Promise<string> {
  const leaving = await readLeaving(work, leavingId)
  if (!leaving) throw new Refused('leaving_not_found')
  if (leaving.doneAs !== null) throw new Refused('leaving_done', { doneAs: leaving.doneAs })
  const phone = (await reachMember(work, leaving.memberId))?.phone
  if (!phone) throw new Refused('member_without_phone')
  return phone
}

/** Sends the member the code that staff ask for. Refuses as `sendPhoneCode`. */
export function sendConfirmation(
  identity: Identity,
  asked: Asked & { language: 'zh' | 'en' },
  at: Date,
): Promise<{ phoneCodeId: string; expiresAt: string }> {
  return sendPhoneCode(identity, { ...asked, purpose: 'cancellation' }, at)
}

/** The member's yes, by the code that their phone got; it is used up by this. Locks the code, then the leaving. */
export function confirmLeaving(
  identity: Identity,
  { leavingId, ...asked }: Asked & { leavingId: string; code: string; actor: Actor },
  at: Date,
): Promise<{ leavingId: string }> {
  return withProvenPhone(identity, { ...asked, purpose: 'cancellation' }, at, async (work) => {
    const leaving = await openLeaving(work, leavingId)
    await writeConfirmed(work, leaving.id, 'code')
    work.audit({
      action: 'retention.confirm',
      subject: { kind: 'pass', id: leaving.passId },
      changes: { confirmedAs: [null, 'code'] },
    })
    return { leavingId }
  })
}
