import { categories } from '#modules/catalog/arrange-shelf.ts'
import { readItemFacts } from '#modules/catalog/item-facts.ts'
import { memberOf } from '#modules/identity/member-session.ts'
import { storeFacts } from '#modules/shops/store-facts.ts'
import { decodeCursor, encodeCursor } from '#platform/contract.ts'
import type { App } from '#platform/http.ts'
import type { Work } from '#platform/work.ts'
import * as contract from './contract.ts'
import { listMemberCoupons } from './coupon-queries.ts'
import type { CouponTerms } from './coupon-types.ts'

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
        const page = rows.slice(0, limit)
        const last = rows.length > limit ? page.at(-1) : undefined
        const items = page.map(({ id, name, note, terms, startsAt, endsAt, status, usedAt, saleId, offCents }) => ({
          ...{ couponId: id, name, note, terms, status, saleId, offCents },
          startsAt: startsAt.toISOString(),
          endsAt: endsAt.toISOString(),
          usedAt: usedAt?.toISOString() ?? null,
        }))
        const names = await namesIn(
          work,
          page.map(({ terms }) => terms),
        )
        return { items, names, next: last ? encodeCursor([last.endsAt.toISOString(), last.id]) : null }
      })
    },
  )
}

/** The products, categories and stores that terms name. */
async function namesIn(work: Work, terms: readonly CouponTerms[]): Promise<Record<string, string>> {
  const scopes = terms.map(({ scope }) => scope)
  const productIds = new Set([
    ...scopes.flatMap((scope) => [...scope.productIds, ...scope.excludedProductIds]),
    ...terms.flatMap(({ benefit }) => (benefit.kind === 'gift' ? [benefit.productId] : [])),
  ])
  const categoryIds = new Set(scopes.flatMap((scope) => [...scope.categoryIds, ...scope.excludedCategoryIds]))
  const storeIds = new Set(terms.flatMap((each) => each.storeIds ?? []))
  const [facts, shelf, stores] = await Promise.all([
    productIds.size > 0 ? readItemFacts(work, [...productIds]) : null,
    categoryIds.size > 0 ? categories(work) : [],
    storeIds.size > 0 ? storeFacts(work, [...storeIds]) : new Map<string, { name: string }>(),
  ])
  return Object.fromEntries([
    ...(facts?.items ?? []).map(({ id, name }) => [id, name] as const),
    ...shelf.filter(({ id }) => categoryIds.has(id)).map(({ id, name }) => [id, name] as const),
    ...[...stores].map(([id, { name }]) => [id, name] as const),
  ])
}
