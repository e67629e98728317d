import { memberOf } from '#modules/identity/member-session.ts'
import { reachMember } from '#modules/members/reach-member.ts'
import { type App, refusals } from '#platform/http.ts'
import type { Work } from '#platform/work.ts'
import * as contract from './contract.ts'
import { type MyTopUp, readMyTopUp, readMyTopUps } from './my-top-ups.ts'

const access = ['member'] as const

/** A member's own top-ups: under which terms each was bought, and what the rest would pay today. */
export function topUpMeRoutes(app: App) {
  app.get(
    '/me/top-ups',
    { config: { access }, schema: { operationId: 'myTopUpList', response: { 200: contract.MyTopUps } } },
    async (request) => {
      const { memberId } = memberOf(request)
      const rows = await request.read(async (work) => readMyTopUps(work, await familyOf(work, memberId)))
      return { items: rows.map(view) }
    },
  )

  app.get(
    '/me/top-ups/:topUpId',
    {
      config: { access },
      schema: {
        operationId: 'myTopUpGet',
        params: contract.TopUpParams,
        response: { 200: contract.MyTopUpTerms, ...refusals('top_up_not_found') },
      },
    },
    async (request) => {
      const { memberId } = memberOf(request)
      const { topUpId } = request.params
      const { refundNow, ...row } = await request.read(async (work) =>
        readMyTopUp(work, { topUpId, memberIds: await familyOf(work, memberId) }),
      )
      return { ...view(row), refundNow: refundNow && shownRefund(refundNow) }
    },
  )
}

async function familyOf(work: Work, memberId: string): Promise<string[]> {
  return (await reachMember(work, memberId))?.familyIds ?? [memberId]
}

function view(row: MyTopUp) {
  const { id: topUpId, number: topUpNumber, storeId, offerName, principalCents, bonusCents, drawMode } = row
  const { bonusExpiresDay, lawPack, withdrawalUntil, refundCents, refundedAt } = row
  return {
    ...{ topUpId, topUpNumber, storeId, offerName, principalCents, bonusCents, drawMode, bonusExpiresDay, lawPack },
    ...{ withdrawalUntil, at: row.at.toISOString() },
    refund: refundedAt ? { refundCents: refundCents!, at: refundedAt.toISOString() } : null,
  }
}

type RefundNow = NonNullable<Awaited<ReturnType<typeof readMyTopUp>>['refundNow']>

function shownRefund({ basis, isWithdrawal, countedPrincipalCents, consumedCents, owedCents, refundCents }: RefundNow) {
  return { basis, isWithdrawal, countedPrincipalCents, consumedCents, owedCents, refundCents }
}
