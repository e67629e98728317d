import type { KeyRing } from '#platform/secrets.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { foundMerchant } from '#modules/shops/found-merchant.ts'
import { openStore } from '#modules/shops/open-store.ts'
import { addUser } from './add-user.ts'
import { seedRoles } from './change-role.ts'

export type MerchantInput = {
  name: string
  currency: string
  locale: 'zh-CN' | 'en'
  storeName: string
  timeZone: string
  /** Without an owner the merchant is reached by the command line alone. */
  owner: { loginName: string; name: string; passwordHash: string } | null
}

/**
 * Makes a merchant with its roles, its first store and its owner, in the work that carries the new merchant's id.
 *
 * Refuses an unfit currency or zone, and a login name in use.
 */
export async function createMerchant(work: Work, keys: KeyRing, input: MerchantInput) {
  const { name, currency, locale, storeName, timeZone, owner } = input
  // The slug is a name for machines; the last digits of the id keep two shops of one name apart.
  await foundMerchant(work, { slug: work.merchantId.slice(-12), name, currency, locale })
  const roleIds = await seedRoles(work, locale === 'en' ? 'en' : 'zh')
  const { storeId } = await openStore(work, { storeId: newId(work.at.getTime()), name: storeName, timeZone })
  if (!owner) return { merchantId: work.merchantId, storeId, userId: null }
  const { userId } = await addUser(work, keys, {
    userId: newId(work.at.getTime()),
    ...owner,
    roleIds: [roleIds.owner],
    storeIds: null,
    mustChangePassword: false,
  })
  return { merchantId: work.merchantId, storeId, userId }
}
