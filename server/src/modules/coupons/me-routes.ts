import { memberOf } from '#modules/identity/member-session.ts'
import { decodeCursor, pageOf } from '#platform/contract.ts'
import type { App } from '#platform/http.ts'
import * as contract from './contract.ts'
import { listMemberCoupons } from './coupon-queries.ts'
import { namesIn } from './terms-names.ts'

/** The coupons that members hold, on their own phone, with the names of all that their terms speak of. */
export function couponMeRoutes(app: App): void {
  app.get(
    '/me/coupons',
    {
      config: { access: ['member'] },
      schema: {
        operationId: 'myCouponList',
        querystring: contract.MemberCouponQuery,
        response: { 200: contract.MyCouponPage },
      },
    },
    async (request) => {
      const { memberId } = memberOf(request)
      const { state, cursor, limit = 30 } = request.query
      const key = decodeCursor(cursor, 2)
      const after = key && ([String(key[0]), String(key[1])] as const)
      return request.read(async (work) => {
        const rows = await listMemberCoupons(work, { memberId, state, after, limit: limit + 1 })
        const { page, next } = pageOf(rows, limit, (last) => [last.endsAt, last.id])
        const items = page.map(
          ({ id, name, note, terms, startsAt, endsAt, status, usedAt, saleId, offCents, hasBudget }) => ({
            ...{ couponId: id, name, note, terms, status, saleId, offCents, hasBudget },
            startsAt: startsAt.toISOString(),
            endsAt: endsAt.toISOString(),
            usedAt: usedAt?.toISOString() ?? null,
          }),
        )
        const names = await namesIn(
          work,
          page.map(({ terms }) => terms),
        )
        return { items, names, next }
      })
    },
  )
}
