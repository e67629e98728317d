import { memberNames } from '#modules/members/member-names.ts'
import { decodeCursor, pageOf } from '#platform/contract.ts'
import { type App, refusals } from '#platform/http.ts'
import { Refused } from '#shared/refusal.ts'
import * as contract from './issued-contract.ts'
import { listIssued } from './issued-queries.ts'
import { readTemplate, readTemplateFigures } from './template-queries.ts'

/** The coupons of a kind, one by one: who has which, and on which sale it was used; and what they come to. */
export function issuedRoutes(app: App): void {
  app.get(
    '/coupon-templates/:couponTemplateId/coupons',
    {
      config: { permission: 'coupons.read' },
      schema: {
        operationId: 'couponTemplateCouponList',
        params: contract.IssuedParams,
        querystring: contract.IssuedQuery,
        response: { 200: contract.IssuedPage, ...refusals('coupon_template_not_found') },
      },
    },
    async (request) => {
      const { state = null, cursor, limit = 50 } = request.query
      const { couponTemplateId: templateId } = request.params
      const key = decodeCursor(cursor, 2)
      const before = key && ([String(key[0]), String(key[1])] as const)
      return request.read(async (work) => {
        const [template, rows] = await Promise.all([
          readTemplate(work, templateId),
          listIssued(work, { templateId, state, before, limit: limit + 1 }),
        ])
        if (!template) throw new Refused('coupon_template_not_found')
        const { page, next } = pageOf(rows, limit, (last) => [last.issuedAt, last.id])
        const names = await memberNames(
          work,
          page.map(({ memberId }) => memberId),
        )
        const items = page.map(({ id, memberId, issuedAt, startsAt, endsAt, usedAt, ...row }) => ({
          ...row,
          id,
          memberId,
          memberName: memberId === null ? null : (names.get(memberId) ?? null),
          issuedAt: issuedAt.toISOString(),
          startsAt: startsAt.toISOString(),
          endsAt: endsAt.toISOString(),
          usedAt: usedAt?.toISOString() ?? null,
        }))
        return { items, next }
      })
    },
  )

  app.get(
    '/coupon-templates/:couponTemplateId/figures',
    {
      config: { permission: 'coupons.read' },
      schema: {
        operationId: 'couponTemplateFiguresGet',
        params: contract.IssuedParams,
        response: { 200: contract.TemplateFigures, ...refusals('coupon_template_not_found') },
      },
    },
    async (request) => {
      const found = await request.read((work) => readTemplateFigures(work, request.params.couponTemplateId))
      if (!found) throw new Refused('coupon_template_not_found')
      return found
    },
  )
}
