import { memberNames } from '#modules/members/member-names.ts'
import { openStoreOf } from '#modules/shops/store-facts.ts'
import { decodeCursor, pageOf } from '#platform/contract.ts'
import { recordId, refusals, type App } from '#platform/http.ts'
import { Refused } from '#shared/refusal.ts'
import * as contract from './contract.ts'
import { heldOf, listMemberCoupons, readCoupons } from './coupon-queries.ts'
import { issuedRoutes } from './issued-routes.ts'
import { issueRoutes } from './issue-routes.ts'
import { couponMeRoutes } from './me-routes.ts'
import { type CouponLinks, linkRoutes } from './link-routes.ts'
import { openCode } from './open-code.ts'
import { changeTemplate, createTemplate, stopTemplate } from './save-template.ts'
import { listTemplates, readTemplate, type TemplateRow } from './template-queries.ts'
import { usableCoupons } from './use-coupons.ts'

/** Kinds of coupons, handing them out, and what members hold. */
export async function couponRoutes(app: App, links: CouponLinks) {
  templateRoutes(app)
  stopRoutes(app)
  issueRoutes(app)
  issuedRoutes(app)
  memberCouponRoutes(app)
  tillCouponRoutes(app)
  linkRoutes(app, links)
  couponMeRoutes(app)
}

function templateView<T extends TemplateRow>({ id, createdAt, stoppedAt, claimOpensAt, ...rest }: T) {
  return {
    couponTemplateId: id,
    ...rest,
    createdAt: createdAt.toISOString(),
    stoppedAt: stoppedAt?.toISOString() ?? null,
    claimOpensAt: claimOpensAt?.toISOString() ?? null,
  }
}

function templateOf<T extends { claimOpensAt: string | null }>({ claimOpensAt, ...rest }: T) {
  return { ...rest, claimOpensAt: claimOpensAt === null ? null : new Date(claimOpensAt) }
}

const saveRefusals = [
  ...['store_not_found', 'item_not_found', 'invalid_coupon_period', 'invalid_coupon_hours', 'invalid_coupon_budget'],
]

function templateRoutes(app: App) {
  app.get(
    '/coupon-templates',
    {
      config: { permission: 'coupons.read' },
      schema: {
        operationId: 'couponTemplateList',
        querystring: contract.CouponTemplateQuery,
        response: { 200: contract.CouponTemplatePage },
      },
    },
    async (request) => {
      const { cursor, limit = 50 } = request.query
      const key = decodeCursor(cursor, 2)
      const before = key && ([String(key[0]), String(key[1])] as const)
      const rows = await request.read((work) => listTemplates(work, { before, limit: limit + 1 }))
      const { page, next } = pageOf(rows, limit, (last) => [last.createdAt, last.id])
      return { items: page.map(templateView), next }
    },
  )

  app.get(
    '/coupon-templates/:couponTemplateId',
    {
      config: { permission: 'coupons.read' },
      schema: {
        operationId: 'couponTemplateGet',
        params: contract.CouponTemplateParams,
        response: { 200: contract.CouponTemplate, ...refusals('coupon_template_not_found') },
      },
    },
    async (request) => {
      const row = await request.read((work) => readTemplate(work, request.params.couponTemplateId))
      if (!row) throw new Refused('coupon_template_not_found')
      return templateView(row)
    },
  )

  app.post(
    '/coupon-templates',
    {
      config: { permission: 'coupons.manage', idempotent: true },
      schema: {
        operationId: 'couponTemplateCreate',
        body: contract.CouponTemplateSave,
        response: { 201: contract.CouponTemplateAnswer, ...refusals(...saveRefusals) },
      },
    },
    async (request, reply) => {
      const couponTemplateId = recordId(request)
      await request.inTransaction((work) => createTemplate(work, couponTemplateId, templateOf(request.body)))
      return reply.code(201).send({ couponTemplateId })
    },
  )

  app.put(
    '/coupon-templates/:couponTemplateId',
    {
      config: { permission: 'coupons.manage', idempotent: true },
      schema: {
        operationId: 'couponTemplateChange',
        params: contract.CouponTemplateParams,
        body: contract.CouponTemplateChange,
        response: {
          200: contract.CouponTemplateAnswer,
          ...refusals(...saveRefusals, 'coupon_template_not_found', 'settings_changed', 'invalid_coupon_limit'),
        },
      },
    },
    async (request) => {
      const { couponTemplateId } = request.params
      return request.inTransaction(async (work) => {
        const { version } = await changeTemplate(work, { templateId: couponTemplateId, ...templateOf(request.body) })
        return { couponTemplateId, version }
      })
    },
  )
}

function stopRoutes(app: App) {
  for (const [method, isStopped] of [
    ['POST', true],
    ['DELETE', false],
  ] as const) {
    app.route({
      method,
      url: '/coupon-templates/:couponTemplateId/stop',
      config: { permission: 'coupons.manage', idempotent: true },
      schema: {
        operationId: isStopped ? 'couponTemplateStop' : 'couponTemplateResume',
        params: contract.CouponTemplateParams,
        response: { 200: contract.CouponTemplateAnswer, ...refusals('coupon_template_not_found') },
      },
      handler: async (request) => {
        const { couponTemplateId } = request.params
        return request.inTransaction(async (work) => {
          await stopTemplate(work, couponTemplateId, isStopped)
          return { couponTemplateId }
        })
      },
    })
  }
}

function memberCouponRoutes(app: App) {
  app.get(
    '/members/:memberId/coupons',
    {
      config: { permission: 'coupons.read' },
      schema: {
        operationId: 'memberCouponList',
        params: contract.MemberParams,
        querystring: contract.MemberCouponQuery,
        response: { 200: contract.MemberCouponPage, ...refusals('member_not_found') },
      },
    },
    async (request) => {
      const { state, cursor, limit = 50 } = request.query
      const { memberId } = request.params
      const key = decodeCursor(cursor, 2)
      const after = key && ([String(key[0]), String(key[1])] as const)
      const rows = await request.read(async (work) => {
        const [names, found] = await Promise.all([
          memberNames(work, [memberId]),
          listMemberCoupons(work, { memberId, state, after, limit: limit + 1 }),
        ])
        if (!names.has(memberId)) throw new Refused('member_not_found')
        return found
      })
      const { page, next } = pageOf(rows, limit, (last) => [last.endsAt, last.id])
      const items = page.map((row) => ({
        couponId: row.id,
        couponTemplateId: row.templateId,
        name: row.name,
        note: row.note,
        terms: row.terms,
        startsAt: row.startsAt.toISOString(),
        endsAt: row.endsAt.toISOString(),
        issuedAt: row.issuedAt.toISOString(),
        status: row.status,
        usedAt: row.usedAt?.toISOString() ?? null,
        saleId: row.saleId,
        offCents: row.offCents,
      }))
      return { items, next }
    },
  )
}

function tillCouponRoutes(app: App) {
  app.get(
    '/stores/:storeId/members/:memberId/usable-coupons',
    {
      config: { permission: 'sale.sell' },
      schema: {
        operationId: 'usableCouponList',
        params: contract.UsableCouponParams,
        response: {
          200: contract.UsableCouponList,
          ...refusals('member_not_found', 'store_not_found', 'store_not_allowed', 'store_closed'),
        },
      },
    },
    async (request) =>
      request.read(async (work) => {
        const { memberId } = request.params
        if (!(await memberNames(work, [memberId])).has(memberId)) throw new Refused('member_not_found')
        const { id: storeId, timeZone } = await openStoreOf(work, request.params.storeId)
        return { items: await usableCoupons(work, { memberId, storeId, timeZone }) }
      }),
  )

  app.get(
    '/coupons/:couponId',
    {
      config: { permission: 'sale.sell' },
      schema: {
        operationId: 'couponGet',
        params: contract.CouponParams,
        response: { 200: contract.CouponView, ...refusals('coupon_not_found') },
      },
    },
    async (request) => {
      const [row] = await request.read((work) => readCoupons(work, [request.params.couponId]))
      if (!row) throw new Refused('coupon_not_found')
      const { coupon, status } = heldOf(row)
      return { coupon, status, note: row.note }
    },
  )

  app.post(
    '/coupon-codes/open',
    {
      // Counted by till: more than any queue brings, and nothing for a guesser, whose chance of a hit is one in 10^13 for a million codes.
      config: { permission: 'sale.sell', idempotent: true, triesPerMinute: 60 },
      schema: {
        operationId: 'couponCodeOpen',
        body: contract.CouponCodeOpen,
        response: {
          201: contract.CouponCodeOpened,
          ...refusals(
            ...['coupon_code_not_found', 'coupon_used', 'coupon_void', 'coupon_of_another', 'coupon_member_limit'],
            ...['coupon_template_over', 'member_not_found', 'member_merged', 'member_erased', 'member_blocked'],
            ...['store_not_found', 'store_not_allowed', 'store_closed'],
          ),
        },
      },
    },
    async (request, reply) => {
      const { storeId, ...input } = request.body
      const answer = await request.inTransaction(async (work) => {
        await openStoreOf(work, storeId)
        return openCode(work, input)
      })
      return reply.code(201).send(answer)
    },
  )
}
