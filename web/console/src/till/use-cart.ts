import { useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from 'react'
import { shopTime, useLineState } from '#console/offline/line-state.ts'
import { wasSold } from '#console/offline/sold-ids.ts'
import { pickCoupons, type CouponPick } from '#modules/cashier/pricing/pick-coupons-rules.ts'
import { priceCart } from '#modules/cashier/pricing/price-sale-rules.ts'
import type { Cart, PricedCart, PricingFacts } from '#modules/cashier/pricing/pricing-types.ts'
import type { Promotion } from '#modules/promotions/promotion-types.ts'
import { hasOpened } from '#shared/early-hours.ts'
import { isRefusal, refuse, type Refusal } from '#shared/refusal.ts'
import {
  cartAfter,
  emptyCart,
  hasOpenPlan,
  pricingCartOf,
  type CartAction,
  type CartState,
  type TillLine,
} from './cart-state.ts'
import type { HeldReturn } from './exchange-rules.ts'
import { plansQuery, pricingFactsOf, type TillCatalog, type TillItem, type TillSettings } from './till-data.ts'
import { unreadyOf } from './unready-rules.ts'
import { useCoupons } from './use-coupons.ts'
import { useEarlyHours } from './use-early-hours.ts'
import { usePassPrices } from './use-pass-prices.ts'
import { useMemberTier } from './use-member-tier.ts'
import { waiverCentsOf } from './waiver-rules.ts'

const storageName = (storeId: string) => `regulars.till.${storeId}`

function kept(storeId: string): CartState {
  try {
    const text = localStorage.getItem(storageName(storeId))
    return text ? { ...emptyCart(), ...(JSON.parse(text) as CartState) } : emptyCart()
  } catch {
    return emptyCart() // a browser that keeps nothing still sells
  }
}

function keep(storeId: string, cart: CartState): void {
  try {
    localStorage.setItem(storageName(storeId), JSON.stringify(cart))
  } catch {
    // kept in memory only
  }
}

/** Puts what a customer gives back onto a store's till, which opens next. What stands on it stays. */
export function holdReturn(storeId: string, held: HeldReturn): void {
  keep(storeId, cartAfter(kept(storeId), { type: 'holdReturn', held }))
}

/** The same for a pass that goes for another plan: who holds it, and the plan where it was chosen, come along. */
export function holdPassChange(
  storeId: string,
  held: HeldReturn,
  { memberId, planId }: { memberId: string; planId: string | null },
): void {
  const holder: CartState = cartAfter(cartAfter(kept(storeId), { type: 'holdReturn', held }), {
    ...{ type: 'attach', memberId },
  })
  const isThere = planId === null || holder.lines.some(({ productId }) => productId === planId)
  keep(
    storeId,
    isThere ? holder : cartAfter(holder, { type: 'add', productId: planId, quantityMilli: 1000, merge: false }),
  )
}

const noPlans: ReadonlyMap<string, number> = new Map()

/** The cart of a store's till, priced at every step by the server's own function; kept over a reload. */
export function useCart(
  storeId: string,
  { catalog, settings, promotions }: { catalog: TillCatalog; settings: TillSettings; promotions: readonly Promotion[] },
) {
  const [cart, dispatch] = useReducer((state: CartState, action: CartAction) => cartAfter(state, action), storeId, kept)
  const [at, setAt] = useState(shopTime)
  useEffect(() => keep(storeId, cart), [storeId, cart])
  // A crash can bring back a cart whose sale was booked: it is done, and its id must not be used for the next customer.
  const first = useRef(cart)
  const [isKnown, setKnown] = useState(false)
  useEffect(() => {
    const { saleId, lines } = first.current
    void wasSold(saleId).then((isSold) => {
      if (isSold) dispatch({ type: 'forgetSold', lineIds: lines.map(({ lineId }) => lineId) })
      setKnown(true)
    })
  }, [])
  // Timed prices begin and end while a cart is open, by the shop's clock as soon as it is known.
  const { offlineSince, skewMs } = useLineState()
  useEffect(() => {
    setAt(shopTime())
    const timer = setInterval(() => setAt(shopTime()), 30_000)
    return () => clearInterval(timer)
  }, [skewMs])

  const { tierId, ...tier } = useMemberTier(cart.memberId)
  const { coupons, ...held } = useCoupons(storeId, cart.memberId, cart.shownCouponIds)
  const { data: planVersions, isPending: arePlansAsked } = useQuery(plansQuery())
  // Asked only where there is something to pin: a dispatch at every answer would draw the till again and again.
  const isPlanOpen = planVersions !== undefined && hasOpenPlan(cart, planVersions)
  useEffect(() => {
    if (isPlanOpen) dispatch({ type: 'pinPlans', versions: planVersions })
  }, [isPlanOpen, planVersions])
  const { passPrices, ...passes } = usePassPrices(cart.memberId, cart.lines)
  const items = useMemo(() => cart.lines.map(({ productId }) => catalog.items.get(productId)), [catalog, cart.lines])
  const isPlan = (line: TillLine, index: number) => items[index]?.kind === 'plan' && line.planVersion === undefined
  const who = { memberId: cart.memberId, tierId }
  const earlyHours = useEarlyHours({ ...who, at, items, catalog: catalog.items, promotions })
  const hasLine = offlineSince === null
  const facts = useMemo(
    () =>
      pricingFactsOf(catalog, settings, {
        promotions,
        coupons,
        passPrices,
        earlyHours,
        hasLine,
        at,
        memberId: cart.memberId,
        tierId,
        productIds: cart.lines.map((line) => line.productId),
      }),
    [catalog, settings, promotions, coupons, passPrices, earlyHours, hasLine, at, cart.memberId, tierId, cart.lines],
  )
  const unopened = unopenedOf(items, at, earlyHours)
  const outcome = useMemo(() => priceTill(cart, facts, unopened), [cart, facts, unopened])
  /** Prices as of this moment: what ended within the last half minute has ended; and a plan as it is on sale now. */
  const lookAgain = useCallback((changedPlan: { productId: string; version: number } | null) => {
    setAt(shopTime())
    if (changedPlan) dispatch({ type: 'showPlanAnew', ...changedPlan })
  }, [])
  return {
    cart,
    dispatch,
    facts,
    unready: unreadyOf({
      isKnown,
      isPlanAwaited: arePlansAsked && cart.lines.some(isPlan),
      isMemberAwaited: tier.isAsked || held.isAsked || passes.isAsked,
      hasLine,
    }),
    lookAgain,
    planVersions: planVersions ?? noPlans,
    ...outcome,
  }
}

export type Till = ReturnType<typeof useCart>

type TillPrice = {
  /** What is priced and booked: coupons picked, 抹零 in cents. */
  pricingCart: Cart
  priced: PricedCart | null
  misfit: Refusal | null
  /** The best coupons, and what each would do; null where nobody has any. */
  pick: CouponPick | null
}

/** The first item of a cart that is not sold yet to who buys. */
function unopenedOf(items: readonly (TillItem | undefined)[], at: Date, earlyHours: number): TillItem | undefined {
  return items.find((item) => !hasOpened(item?.opensAt, at, earlyHours))
}

/** Prices a cart: the coupons chosen or else the best, then 抹零 from what that comes to. */
function priceTill(cart: CartState, facts: PricingFacts, unopened: TillItem | undefined): TillPrice {
  const plain = pricingCartOf(cart)
  if (cart.lines.length === 0) return { pricingCart: plain, priced: null, misfit: null, pick: null }
  if (unopened) {
    const { id: itemId, name, opensAt } = unopened
    return { pricingCart: plain, priced: null, misfit: refuse('item_not_open', { itemId, name, opensAt }), pick: null }
  }
  const picked = facts.coupons.length > 0 ? pickCoupons(plain, facts) : null
  const pick = picked && !isRefusal(picked) ? picked : null
  const withCoupons = pricingCartOf(cart, cart.couponIds ?? pick?.couponIds ?? [])
  const first = priceCart(withCoupons, facts)
  if (isRefusal(first)) return { pricingCart: withCoupons, priced: null, misfit: first, pick }
  const waiverCents = waiverCentsOf(cart.waiver, first.netCents)
  if (waiverCents === 0) return { pricingCart: withCoupons, priced: first, misfit: null, pick }
  const pricingCart = { ...withCoupons, waiverCents }
  const priced = priceCart(pricingCart, facts)
  if (isRefusal(priced)) return { pricingCart, priced: null, misfit: priced, pick }
  return { pricingCart, priced, misfit: null, pick }
}
