import type { Identity } from '#modules/identity/identity.ts'
import { withProvenPhone } from '#modules/identity/prove-phone.ts'
import { lookUpMember } from '#modules/members/identify-member.ts'
import { memberOfPhone } from '#modules/members/reach-member.ts'
import { passesOf } from '#modules/passes/show-passes.ts'
import { todayOf } from '#modules/passes/today.ts'
import type { Actor } from '#platform/actor.ts'
import { claimCommands, type Command, storeAnswers } from '#platform/command.ts'
import { inRetriedTransaction } from '#platform/transaction.ts'
import type { Work } from '#platform/work.ts'
import { Refused } from '#shared/refusal.ts'
import { beginLeaving, finishLeaving, type Finish, previewLeaving } from './leave.ts'
import { packsOfShop } from './publish-flow.ts'
import { openWayOutTicket, ticketKeyPurpose, ticketSeconds, wayOutTicket } from './way-out-ticket.ts'

/** Whether the way out is open to who is not signed in: where the law of one of the shop's stores asks for it; and its buttons. */
export async function wayOutDoor(work: Work) {
  const packs = await packsOfShop(work)
  const asking = packs.filter(({ cancelling }) => cancelling.worksSignedOut)
  const buttons = asking.find(({ cancelling }) => cancelling.buttons)?.cancelling.buttons ?? null
  return { isOpen: asking.length > 0, buttons }
}

type Shown = { merchantId: string; card: string; phone: string; code: string; ip: string }

/**
 * Opens the way out to whoever holds the phone and knows the number of the card: every pass that can be left, priced, and a ticket that is
 * good for half an hour and for nothing else. A number that is not the phone's, and a phone that is nobody's, answer alike
 * (`way_out_not_found`): only who holds the phone learns anything at all. Refuses as `withProvenPhone`; the code is used up.
 */
export async function openWayOut(identity: Identity, { card, ...shown }: Shown, at: Date) {
  const outcome = await withProvenPhone(
    identity,
    { ...shown, purpose: 'cancellation' },
    at,
    async (work, phoneCodeId) => {
      if (!(await wayOutDoor(work)).isOpen) throw new Refused('way_out_closed')
      const memberId = await holderOf(work, shown.phone, card)
      // An answer and no refusal: that would give the code back for another guess at the number.
      if (memberId === null) return null
      const passes = await passesOf(work, memberId, { isAll: false, today: await todayOf(work) })
      const open = passes.filter(({ state }) => state !== 'ended' && state !== 'expired')
      const endsAt = new Date(work.at.getTime() + ticketSeconds * 1_000)
      return {
        ticket: wayOutTicket(work.key(ticketKeyPurpose), { memberId, phoneCodeId, endsAt }),
        endsAt: endsAt.toISOString(),
        ways: (await Promise.all(open.map(({ id }) => wayOf(work, id, memberId)))).filter((way) => way !== null),
      }
    },
  )
  if (!outcome) throw new Refused('way_out_not_found')
  return outcome
}

/** Null for a pass that is not theirs to leave: one of the family's. */
async function wayOf(work: Work, passId: string, memberId: string) {
  try {
    return await previewLeaving(work, { passId, memberId })
  } catch (error) {
    if (error instanceof Refused) return null
    throw error
  }
}

async function holderOf(work: Work, phone: string, card: string): Promise<string | null> {
  try {
    const [owner, shown] = await Promise.all([memberOfPhone(work, phone), lookUpMember(work, card)])
    // A phone number proves nothing that the code has not proved: it is the card's number that is asked for.
    return owner !== null && shown.by !== 'phone' && owner === shown.memberId ? owner : null
  } catch (error) {
    if (error instanceof Refused) return null
    throw error
  }
}

export type SignedOutFinish = Omit<Finish, 'withoutCode'> & { ticket: string; passId: string }

/**
 * Leaves with a ticket: the same machine, the same quote and the same receipt as signed in, begun and finished in one. The key is the
 * leaving's id: sent again, it gives the same answer. Refuses a ticket that ran out (`way_out_expired`).
 */
export function leaveSignedOut<Answer>(
  { database }: Pick<Identity, 'database'>,
  { merchantId, ip, command, wish }: { merchantId: string; ip: string; command: Command; wish: SignedOutFinish },
  at: Date,
  answerOf: (work: Work, finished: Awaited<ReturnType<typeof finishLeaving>>) => Answer,
): Promise<Answer> {
  const { ticket, passId, leavingId, time, fingerprint, reasonCode, note } = wish
  const opened = openWayOutTicket(database.keys(ticketKeyPurpose, merchantId), ticket, at)
  if (!opened) throw new Refused('way_out_expired')
  const { memberId, phoneCodeId } = opened
  const actor: Actor = { kind: 'member', memberId, sessionId: phoneCodeId, ip }
  return inRetriedTransaction(database, { merchantId, actor, at }, async (work) => {
    const [claim] = await claimCommands(work, [command])
    if (claim instanceof Refused) throw claim
    if (claim!.kind === 'answered') return claim!.answer as Answer
    await beginLeaving(work, { leavingId, passId, memberId, channel: 'open', reasonCode, note })
    const answer = answerOf(work, await finishLeaving(work, { leavingId, time, fingerprint }))
    await storeAnswers(work, [{ key: command.key, answer }])
    return answer
  })
}
