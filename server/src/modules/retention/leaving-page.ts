import { userNames } from '#modules/identity/user-names.ts'
import { memberNames } from '#modules/members/member-names.ts'
import { storeFacts } from '#modules/shops/store-facts.ts'
import { refuseForeignStore } from '#platform/actor.ts'
import type { Static } from '#platform/contract.ts'
import type { Work } from '#platform/work.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { readFlowVersion, readReasonWords } from './flow-queries.ts'
import { readCallsOf } from './follow-up-queries.ts'
import type { LeavingPage, LeavingsPage } from './leaving-page-contract.ts'
import { type Leaving, readLeaving, readOffers } from './leaving-queries.ts'
import { readAnswers } from './survey-rules.ts'
import { passNames, tokenOf } from './views.ts'

type Summary = Static<typeof LeavingsPage>['items'][number]

/** Leavings as staff read them, in their order. */
export async function summarise(work: Work, leavings: readonly Leaving[]): Promise<Summary[]> {
  const [members, passes, stores, reasons] = await Promise.all([
    memberNames(
      work,
      leavings.map(({ memberId }) => memberId),
    ),
    passNames(work, leavings),
    storeFacts(work),
    readReasonWords(work),
  ])
  return leavings.map((leaving) => ({
    ...{ id: leaving.id, memberId: leaving.memberId, memberName: members.get(leaving.memberId) ?? '' },
    ...{ passId: leaving.passId, passName: passes.get(leaving.passId) ?? '' },
    ...{ storeName: stores.get(leaving.storeId)?.name ?? '', channel: leaving.channel },
    ...{ reasonCode: leaving.reasonCode, words: reasons.get(leaving.reasonCode ?? '') ?? null },
    ...{ at: leaving.at.toISOString(), state: leaving.doneAs ?? ('open' as const) },
    ...{ isTakenBack: leaving.takenBackAt !== null, isHeldOut: leaving.isHeldOut, refundCents: leaving.refundCents },
    ...{ flowVersion: leaving.flowVersion, answered: leaving.answers.length },
  }))
}

/**
 * Everything about one leaving: how somebody was known, what they said and answered, what they were offered and took, what came back and
 * who called them. Refuses one of another store.
 */
export async function showLeaving(work: Work, leavingId: string): Promise<Static<typeof LeavingPage>> {
  const leaving = await readLeaving(work, leavingId)
  if (!leaving) throw new Refused('leaving_not_found')
  accept(refuseForeignStore(work.actor, leaving.storeId))
  const [[summary], flow, offers, calls] = await Promise.all([
    summarise(work, [leaving]),
    readFlowVersion(work, leaving.flowVersion),
    readOffers(work, [leavingId]),
    readCallsOf(work, leavingId),
  ])
  const names = await userNames(
    work,
    [leaving.staffId, ...calls.map(({ authorId }) => authorId)].flatMap((id) => id ?? []),
  )
  const nameOf = (id: string | null) => (id === null ? null : (names.get(id) ?? null))
  const wordsOf = new Map(flow.offers.map(({ code, words }) => [code, words]))
  return {
    ...summary!,
    ...{ doneAt: leaving.doneAt?.toISOString() ?? null, lastDay: leaving.lastDay },
    receiptNumber: leaving.receiptNumber,
    receiptToken: leaving.receiptNumber === null ? null : tokenOf(work, leavingId),
    ...{ toHandOverCents: leaving.toHandOverCents, isHandedOver: leaving.handedOverAt !== null },
    ...{ lawPack: leaving.lawPack, proofKind: leaving.proofKind, proofTail: leaving.proofTail },
    ...{ confirmedAs: leaving.confirmedAs, staffName: nameOf(leaving.staffId), note: leaving.note },
    answers: readAnswers(flow.questions, leaving.answers),
    answeredAt: leaving.answeredAt?.toISOString() ?? null,
    offers: offers.map(({ code, terms, place, costCents, madeAt, endsAt, acceptedAt }) => ({
      ...{ words: wordsOf.get(code) ?? null, terms, place, costCents },
      ...{ madeAt: madeAt.toISOString(), endsAt: endsAt.toISOString(), takenAt: acceptedAt?.toISOString() ?? null },
    })),
    calls: calls.map(({ authorId, at, ...call }) => ({
      ...{ ...call, at: at.toISOString(), authorName: nameOf(authorId) },
    })),
  }
}
