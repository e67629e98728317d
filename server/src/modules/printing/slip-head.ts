import { userNames } from '#modules/identity/user-names.ts'
import { merchantFacts, storeFacts } from '#modules/shops/store-facts.ts'
import type { Work } from '#platform/work.ts'
import type { SlipHead } from './slip-rules.ts'

/** What stands at the top of a paper of this store, for whoever stood at the till. Whether it is a copy, the printing decides. */
export async function readSlipHead(
  work: Work,
  { storeId, cashierId }: { storeId: string; cashierId: string | null },
): Promise<Omit<SlipHead, 'isCopy'>> {
  const [merchant, stores, users] = await Promise.all([
    merchantFacts(work),
    storeFacts(work, [storeId]),
    userNames(work, cashierId ? [cashierId] : []),
  ])
  const store = stores.get(storeId)!
  return {
    merchantName: merchant.name,
    storeName: store.name,
    storeAddress: store.address,
    storePhone: store.phone,
    header: store.receiptHeader,
    footer: store.receiptFooter,
    timeZone: store.timeZone,
    locale: merchant.locale,
    currency: merchant.currency,
    cashierName: (cashierId && users.get(cashierId)) ?? null,
  }
}
