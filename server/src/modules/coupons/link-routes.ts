import { memberOf } from '#modules/identity/member-session.ts'
import { recordId, refusals, type App } from '#platform/http.ts'
import type { Work } from '#platform/work.ts'
import { Refused } from '#shared/refusal.ts'
import * as contract from './contract.ts'
import { acceptCoupon, offerCoupon, takeBackCoupon } from './gift-coupons.ts'
import { listGifts } from './gift-coupon-queries.ts'
import { claimCoupon } from './issue-coupons.ts'
import { type CouponLink, couponLinkKeyPurpose, couponLinkToken, openCouponLink } from './link-token.ts'
import { restrictionScore } from './restriction-rules.ts'
import { claimView, giftView, wordsOf } from './show-link.ts'
import { readTemplate } from './template-queries.ts'

/** `opensBy`: up to when things have opened for a member; what gives early access lies above this module. */
export type CouponLinks = {
  keyOf: (merchantId: string) => Buffer
  opensBy: (work: Work, memberId: string) => Promise<Date>
}

const access = ['member'] as const
const gone = ['member_not_found', 'member_merged', 'member_erased', 'member_blocked'] as const

/** The address of a link in the portal. */
const pathOf = (token: string) => `/m/coupon/${token}`

/** Links to coupons: a page on which members claim one, and a coupon given to whoever opens it. */
export function linkRoutes(app: App, links: CouponLinks): void {
  staffRoutes(app)
  publicRoute(app, links.keyOf)
  claimRoute(app, links)
  giftRoutes(app, links.keyOf)
}

function tokenOf(work: Work, kind: CouponLink['kind'], id: string): string {
  return couponLinkToken(work.key(couponLinkKeyPurpose), { kind, merchantId: work.merchantId, id })
}

function staffRoutes(app: App): void {
  app.get(
    '/coupon-templates/:couponTemplateId/claim-link',
    {
      config: { permission: 'coupons.read' },
      schema: {
        operationId: 'couponClaimLinkGet',
        params: contract.CouponTemplateParams,
        response: {
          200: contract.CouponClaimLink,
          ...refusals('coupon_template_not_found', 'coupon_not_claimable'),
        },
      },
    },
    async (request) =>
      request.read(async (work) => {
        const { couponTemplateId } = request.params
        const template = await readTemplate(work, couponTemplateId)
        if (!template) throw new Refused('coupon_template_not_found')
        if (!template.isClaimable) throw new Refused('coupon_not_claimable')
        const token = tokenOf(work, 'claim', couponTemplateId)
        return { token, path: pathOf(token) }
      }),
  )

  app.get(
    '/coupon-templates/:couponTemplateId/restrictions',
    {
      config: { permission: 'coupons.read' },
      schema: {
        operationId: 'couponRestrictionsGet',
        params: contract.CouponTemplateParams,
        response: { 200: contract.CouponScore, ...refusals('coupon_template_not_found') },
      },
    },
    async (request) =>
      request.read(async (work) => {
        const template = await readTemplate(work, request.params.couponTemplateId)
        if (!template) throw new Refused('coupon_template_not_found')
        return { ...restrictionScore(template), restrictions: await wordsOf(work, template) }
      }),
  )
}

/** What a link offers, in words, for whoever opens it: before signing in. */
function publicRoute(app: App, keyOf: CouponLinks['keyOf']): void {
  app.get(
    '/coupon-links/:token',
    {
      config: { access: 'public', triesPerMinute: 60 },
      schema: {
        operationId: 'couponLinkGet',
        params: contract.CouponLinkParams,
        response: { 200: contract.CouponLinkView, ...refusals('coupon_link_not_found') },
      },
    },
    async (request) => {
      const link = openCouponLink(request.params.token, keyOf)
      if (!link) throw new Refused('coupon_link_not_found')
      return request.readFor(link.merchantId, async (work) =>
        link.kind === 'claim' ? await claimView(work, link.id) : await giftView(work, link.id),
      )
    },
  )
}

function claimRoute(app: App, { keyOf, opensBy }: CouponLinks): void {
  app.post(
    '/me/coupon-claims',
    {
      config: { access, idempotent: true, triesPerMinute: 30 },
      schema: {
        operationId: 'myCouponClaim',
        body: contract.CouponTokenInput,
        response: {
          201: contract.CouponClaimed,
          ...refusals(
            ...gone,
            ...[
              'coupon_link_not_found',
              'coupon_template_not_found',
              'coupon_template_stopped',
              'coupon_template_over',
            ],
            ...['coupon_not_claimable', 'coupon_claim_not_open', 'coupon_pool_short', 'coupon_member_limit'],
          ),
        },
      },
    },
    async (request, reply) => {
      const { memberId, merchantId } = memberOf(request)
      const link = openCouponLink(request.body.token, keyOf)
      if (link?.kind !== 'claim' || link.merchantId !== merchantId) throw new Refused('coupon_link_not_found')
      const input = { issueId: recordId(request), templateId: link.id, memberId }
      const claim = async (work: Work) => claimCoupon(work, { ...input, opensBy: await opensBy(work, memberId) })
      return reply.code(201).send(await request.inTransaction(claim))
    },
  )
}

function giftRoutes(app: App, keyOf: CouponLinks['keyOf']): void {
  app.get(
    '/me/coupon-gifts',
    { config: { access }, schema: { operationId: 'myCouponGiftList', response: { 200: contract.MyCouponGifts } } },
    async (request) => {
      const { memberId } = memberOf(request)
      return request.read(async (work) => {
        const rows = await listGifts(work, memberId)
        const items = rows.map(({ id, couponId, name, toMemberId, settledAt, offeredAt, endsAt }) => {
          const isOpen = settledAt === null && endsAt > work.at
          return {
            ...{ couponGiftId: id, couponId, name, token: isOpen ? tokenOf(work, 'gift', id) : null },
            state: isOpen ? ('open' as const) : toMemberId ? ('accepted' as const) : ('returned' as const),
            offeredAt: offeredAt.toISOString(),
            endsAt: endsAt.toISOString(),
          }
        })
        return { items }
      })
    },
  )

  app.post(
    '/me/coupon-gifts',
    {
      config: { access, idempotent: true },
      schema: {
        operationId: 'myCouponGiftCreate',
        body: contract.CouponOffer,
        response: {
          201: contract.CouponOffered,
          ...refusals(
            ...gone,
            'coupon_not_found',
            'coupon_offered',
            'coupon_used',
            'coupon_expired',
            'coupon_gift_again',
          ),
        },
      },
    },
    async (request, reply) => {
      const { memberId } = memberOf(request)
      const input = { giftId: recordId(request), memberId, couponId: request.body.couponId }
      const answer = await request.inTransaction(async (work) => {
        const { giftId, endsAt } = await offerCoupon(work, input)
        const token = tokenOf(work, 'gift', giftId)
        return { couponGiftId: giftId, token, path: pathOf(token), endsAt: endsAt.toISOString() }
      })
      return reply.code(201).send(answer)
    },
  )

  app.post(
    '/me/coupon-gifts/accept',
    {
      config: { access, idempotent: true, triesPerMinute: 30 },
      schema: {
        operationId: 'myCouponGiftAccept',
        body: contract.CouponTokenInput,
        response: {
          201: contract.CouponClaimed,
          ...refusals(
            ...gone,
            ...['coupon_link_not_found', 'coupon_gift_not_found', 'coupon_gift_settled', 'coupon_gift_over'],
            ...['coupon_gift_own', 'coupon_member_limit'],
          ),
        },
      },
    },
    async (request, reply) => {
      const { memberId, merchantId } = memberOf(request)
      const link = openCouponLink(request.body.token, keyOf)
      if (link?.kind !== 'gift' || link.merchantId !== merchantId) throw new Refused('coupon_link_not_found')
      return reply
        .code(201)
        .send(await request.inTransaction((work) => acceptCoupon(work, { giftId: link.id, memberId })))
    },
  )

  app.delete(
    '/me/coupon-gifts/:couponGiftId',
    {
      config: { access, idempotent: true },
      schema: {
        operationId: 'myCouponGiftTakeBack',
        params: contract.CouponGiftParams,
        response: { 200: contract.CouponClaimed, ...refusals('coupon_gift_not_found', 'coupon_gift_settled') },
      },
    },
    async (request) => {
      const { memberId } = memberOf(request)
      const { couponGiftId: giftId } = request.params
      return request.inTransaction((work) => takeBackCoupon(work, { giftId, memberId }))
    },
  )
}
