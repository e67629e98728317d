import { foundMerchant } from '#modules/shops/found-merchant.ts'
import { openStore, type StoreSettings } from '#modules/shops/open-store.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'

/** The work's merchant with one store, open, in Shanghai. */
export async function makeStore(work: Work, given: Partial<StoreSettings> = {}): Promise<{ storeId: string }> {
  await foundMerchant(work, { slug: `shop-${work.merchantId}`, name: '美丽人生', currency: 'CNY', locale: 'zh-CN' })
  return openStore(work, { storeId: newId(), name: '人民路店', ...given })
}
