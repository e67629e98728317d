import type { QueryClient } from '@tanstack/react-query'
import { api } from '@staff/api'

/** What the shop is, not what happens in it: no sale changes it, and the till asks for its news each minute. */
const steady: ReadonlySet<unknown> = new Set(
  [
    ...[api.sessionGet, api.tillCatalogGet, api.tillSettingsGet, api.tillPlanList, api.tillPromotionList],
    ...[api.paymentMethodList, api.pointsRulesPageGet, api.saleListChoices],
  ].map(({ path }) => path),
)

/**
 * Has what a sale may have changed read again, once somebody looks at it: holdings, coupons, lists, figures. A sale that the till
 * made by itself changed nothing that a server could tell, only what is left to take on trust.
 */
export function refreshAfterSale(client: QueryClient, { isOffline }: { isOffline: boolean }): void {
  const isTouched = isOffline
    ? (path: unknown) => path === api.memberAccountsGet.path
    : (path: unknown) => !steady.has(path)
  void client.invalidateQueries({ predicate: ({ queryKey }) => isTouched(queryKey[0]) })
}

/** What a price is made of. */
const priceSources = [
  ...[api.tillCatalogGet, api.tillSettingsGet, api.tillPromotionList, api.tillPlanList],
  ...[api.usableCouponList, api.couponGet, api.memberGet, api.memberPassList, api.memberAccountsGet],
] as const

/**
 * Reads again what the cart is priced from: the server refused what the screen showed. A price, a coupon, a level or a balance is not
 * any more what it was, and pressed again, the new one has to stand there.
 */
export function refreshPrices(client: QueryClient): void {
  for (const { path } of priceSources) void client.invalidateQueries({ queryKey: [path] })
}
