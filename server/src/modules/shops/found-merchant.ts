import type { Work } from '#platform/work.ts'
import { accept } from '#shared/refusal.ts'
import { insertMerchant } from './shop-queries.ts'
import { checkCurrency } from './shop-rules.ts'

/**
 * Makes the merchant whose id the work carries: its public row and its facts. The currency cannot be changed later.
 *
 * Refuses a currency without two decimals.
 */
export async function foundMerchant(
  work: Work,
  input: { slug: string; name: string; currency: string; locale: 'zh-CN' | 'en' },
): Promise<void> {
  accept(checkCurrency(input.currency))
  await insertMerchant(work, input)
  work.audit({
    action: 'merchant.found',
    subject: { kind: 'merchant', id: work.merchantId },
    changes: { name: [null, input.name], currency: [null, input.currency] },
  })
}
