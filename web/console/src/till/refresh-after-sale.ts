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
