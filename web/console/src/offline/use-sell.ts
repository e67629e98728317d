import { useQueryClient } from '@tanstack/react-query'
import type { PricingFacts } from '#modules/cashier/pricing/pricing-types.ts'
import type { SoldItem } from '#modules/cashier/sale/sale-record-rules.ts'
import { useMay, useSession } from '#app/session.ts'
import { catalogQuery } from '#console/till/till-data.ts'
import { bookSale, type Booked } from './book-sale.ts'
import type { SaleInput } from './sell-offline.ts'

/**
 * The till's one way to sell, with or without a line. `facts` are those that the cart on the screen is priced from; names come
 * from the catalogue that it was sold out of.
 */
export function useSell(facts: PricingFacts): (saleId: string, input: SaleInput) => Promise<Booked> {
  const client = useQueryClient()
  const { user, stores } = useSession()
  const mayDiscount = useMay()('sale.discount')
  return (saleId, input) => {
    const catalog = client.getQueryData(catalogQuery(input.storeId).queryKey)
    const items = new Map<string, SoldItem>()
    for (const { productId } of input.lines) {
      const item = catalog?.items.get(productId)
      if (item) items.set(productId, { itemKind: item.kind, name: item.name })
    }
    const storeNumber = stores.find(({ id }) => id === input.storeId)?.number ?? 0
    return bookSale({ saleId, storeNumber, cashierId: user.id, mayDiscount, input, facts, items })
  }
}
