import { memberOf } from '#modules/identity/member-session.ts'
import { type App, refusals } from '#platform/http.ts'
import * as contract from './contract.ts'
import { claimGift } from './give-gifts.ts'
import { memberTierView } from './member-tier-view.ts'

const access = ['member'] as const

/** A member's own level: what it gives, what is left of it, what is missing until when. */
export function tierMeRoutes(app: App): void {
  app.get(
    '/me/tier',
    {
      config: { access },
      schema: { operationId: 'myTierGet', response: { 200: contract.MemberTier, ...refusals('member_not_found') } },
    },
    async (request) => {
      const { memberId } = memberOf(request)
      return request.read((work) => memberTierView(work, memberId))
    },
  )

  app.post(
    '/me/tier-gifts',
    {
      config: { access, idempotent: true },
      schema: {
        operationId: 'myTierGiftClaim',
        body: contract.MyTierGiftClaim,
        response: {
          201: contract.TierGiftClaimed,
          ...refusals(
            ...['member_not_found', 'member_merged', 'member_erased', 'member_blocked', 'tier_benefit_not_found'],
            ...['tier_gift_automatic', 'tier_gift_taken', 'coupon_template_not_found', 'coupon_template_stopped'],
            ...['coupon_template_over', 'coupon_pool_short', 'coupon_member_limit'],
          ),
        },
      },
    },
    async (request, reply) => {
      const { memberId } = memberOf(request)
      const input = { memberId, benefitId: request.body.benefitId, storeId: null }
      return reply.code(201).send(await request.inTransaction((work) => claimGift(work, input)))
    },
  )
}
