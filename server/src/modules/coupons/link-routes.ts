import { memberOf } from '#modules/identity/member-session.ts'
import { merchantFacts } from '#modules/shops/store-facts.ts'
import { recordId, refusals, type App } from '#platform/http.ts'
import type { Work } from '#platform/work.ts'
import { hasOpened } from '#shared/early-hours.ts'
import { Refused } from '#shared/refusal.ts'
import * as contract from './contract.ts'
import { heldOf, readCoupons } from './coupon-queries.ts'
import { acceptCoupon, offerCoupon, takeBackCoupon } from './gift-coupons.ts'
import { listGifts, readGift } from './gift-coupon-queries.ts'
import { claimCoupon } from './issue-coupons.ts'
import { type CouponLink, couponLinkKeyPurpose, couponLinkToken, openCouponLink } from './link-token.ts'
import { type Restricted, restrictionScore, restrictionsOf } from './restriction-rules.ts'
import { readPool, readTemplate } from './template-queries.ts'
import { couponPeriod } from './template-rules.ts'
import { couponZone } from './save-template.ts'
import { namesIn } from './terms-names.ts'

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

async function wordsOf(work: Work, coupon: Restricted) {
  const names = await namesIn(work, [coupon.terms])
  return { zh: restrictionsOf(coupon, names, 'zh'), en: restrictionsOf(coupon, names, 'en') }
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
        link.kind === 'claim' ? await claimView(work, link) : await giftView(work, link),
      )
    },
  )
}

async function claimView(work: Work, { id }: CouponLink) {
  const [template, pool, merchant] = await Promise.all([
    readTemplate(work, id),
    readPool(work, id),
    merchantFacts(work),
  ])
  if (!template) throw new Refused('coupon_link_not_found')
  const { name, note, terms, validity, totalLimit, claimOpensAt } = template
  const isOver = couponPeriod(validity, work.at, await couponZone(work, terms.storeIds)) === null
  const isGone = totalLimit !== null && (pool?.issued ?? 0) >= totalLimit
  const isClosed = template.stoppedAt !== null || !template.isClaimable
  return {
    ...(await faceOf(work, { name, note, terms })),
    kind: 'claim' as const,
    merchantName: merchant.name,
    restrictions: await wordsOf(work, template),
    state: claimStateOf({ isOver: isOver || isClosed, isGone, isSoon: !hasOpened(claimOpensAt, work.at) }),
    opensAt: claimOpensAt?.toISOString() ?? null,
    endsAt: null,
  }
}

function claimStateOf({ isOver, isGone, isSoon }: { isOver: boolean; isGone: boolean; isSoon: boolean }) {
  if (isOver) return 'over' as const
  if (isGone) return 'gone' as const
  return isSoon ? ('soon' as const) : ('open' as const)
}

async function giftView(work: Work, { id }: CouponLink) {
  const [gift, merchant] = await Promise.all([readGift(work, id), merchantFacts(work)])
  const [row] = gift ? await readCoupons(work, [gift.couponId]) : []
  if (!gift || !row) throw new Refused('coupon_link_not_found')
  const { coupon } = heldOf(row)
  const isOpen = gift.settledAt === null && gift.endsAt > work.at
  const days = { kind: 'fixed' as const, startsDay: coupon.startsAt.slice(0, 10), endsDay: coupon.endsAt.slice(0, 10) }
  return {
    ...(await faceOf(work, { name: row.name, note: row.note, terms: row.terms })),
    kind: 'gift' as const,
    merchantName: merchant.name,
    restrictions: await wordsOf(work, { terms: row.terms, validity: days, memberLimit: null, totalLimit: null }),
    state: isOpen ? ('open' as const) : ('over' as const),
    opensAt: null,
    endsAt: gift.endsAt.toISOString(),
  }
}

async function faceOf(
  work: Work,
  { name, note, terms }: Pick<Awaited<ReturnType<typeof readCoupons>>[number], 'name' | 'note' | 'terms'>,
) {
  const { benefit } = terms
  const giftName = benefit.kind === 'gift' ? ((await namesIn(work, [terms]))[benefit.productId] ?? null) : null
  return { name, note, benefit, giftName }
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
