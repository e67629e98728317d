import type { LawPack, RefundBasis } from '#modules/law-packs/pack-types.ts'
import type { RefundPolicy } from './plan-types.ts'
import type { Language } from './plan-words-rules.ts'

const basisOf = (given: RefundBasis) => (given === 'ratio' ? ('proportional' as const) : given)

/** What a law pack says of giving back a pass that is sold under it (R3, R5): pinned to the pass. */
export function refundPolicyOf({ id: version, prepaid }: LawPack): RefundPolicy {
  const { withdrawalDays, refund } = prepaid
  return { version, withdrawalDays, merchant: basisOf(refund.merchant), member: basisOf(refund.member) }
}

const basisWords = {
  proportional: { zh: '按已用比例扣除', en: 'what was used is deducted by its share of the price' },
  list_price: { zh: '已用部分按单次原价扣除', en: 'what was used is deducted at the single price' },
} as const

/** What it costs to leave, in the words of the policy that the pass is pinned to; null: it is not sold yet, the law of its store decides. */
export function refundWords(policy: RefundPolicy | null, language: Language): string {
  const isZh = language === 'zh'
  if (!policy) {
    return isZh
      ? '退卡按售卡门店所适用的法规办理，购买前列明。'
      : 'What comes back follows the law of the store that sells it, and is said before it is bought.'
  }
  const { withdrawalDays: days, merchant, member } = policy
  if (isZh) {
    const unused = days === null ? '' : `购买后 ${days} 日内未使用，全额退款。`
    return `${unused}因商家原因退卡，${basisWords[merchant].zh}；因个人原因退卡，${basisWords[member].zh}，退款不超过实付。`
  }
  const unused = days === null ? '' : `Unused within ${days} days of payment, all of it is paid back. `
  return `${unused}Where the shop is the cause, ${basisWords[merchant].en}; where you choose to leave, ${basisWords[member].en}. Never more than was paid.`
}
