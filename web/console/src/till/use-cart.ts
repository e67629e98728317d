import { useEffect, useMemo, useReducer, useState } from 'react'
import { priceCart } from '#modules/cashier/pricing/price-sale-rules.ts'
import type { PricedCart } from '#modules/cashier/pricing/pricing-types.ts'
import { isRefusal, type Refusal } from '#shared/refusal.ts'
import { cartAfter, emptyCart, pricingCartOf, type CartAction, type CartState } from './cart-state.ts'
import { pricingFactsOf, type TillCatalog, type TillSettings } from './till-data.ts'

const storageName = (storeId: string) => `regulars.till.${storeId}`

function kept(storeId: string): CartState {
  try {
    const text = localStorage.getItem(storageName(storeId))
    return text ? { ...emptyCart(), ...(JSON.parse(text) as CartState) } : emptyCart()
  } catch {
    return emptyCart() // a browser that keeps nothing still sells
  }
}

/** The cart of a store's till, priced at every step by the server's own function; kept over a reload. */
export function useCart(storeId: string, catalog: TillCatalog, settings: TillSettings) {
  const [cart, dispatch] = useReducer((state: CartState, action: CartAction) => cartAfter(state, action), storeId, kept)
  const [at, setAt] = useState(() => new Date())
  useEffect(() => {
    try {
      localStorage.setItem(storageName(storeId), JSON.stringify(cart))
    } catch {
      // kept in memory only
    }
  }, [storeId, cart])
  // Timed prices begin and end while a cart is open.
  useEffect(() => {
    const timer = setInterval(() => setAt(new Date()), 30_000)
    return () => clearInterval(timer)
  }, [])

  const facts = useMemo(
    () =>
      pricingFactsOf(catalog, settings, {
        at,
        memberId: cart.memberId,
        productIds: cart.lines.map((line) => line.productId),
      }),
    [catalog, settings, at, cart.memberId, cart.lines],
  )
  const outcome = useMemo(() => (cart.lines.length === 0 ? null : priceCart(pricingCartOf(cart), facts)), [cart, facts])
  const priced: PricedCart | null = outcome && !isRefusal(outcome) ? outcome : null
  const misfit: Refusal | null = isRefusal(outcome) ? outcome : null
  return { cart, dispatch, facts, priced, misfit }
}

export type Till = ReturnType<typeof useCart>
