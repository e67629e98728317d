import { merchantFacts } from '#modules/shops/store-facts.ts'
import type { Work } from '#platform/work.ts'
import type { Flow, Words } from './flow-types.ts'

const heads = {
  leaving: { zh: '会员退卡', en: 'Cancelled by the member' },
  offer: { zh: '挽留', en: 'Kept by an offer' },
  winBack: { zh: '召回老会员', en: 'Win-back' },
  gift: { zh: '会员转赠', en: 'Given on by the member' },
} as const

/**
 * What refunds, passes and coupons that follow from a leaving say was their reason, in the language of the shop's papers: people read
 * it on a slip, a code they would not understand. With the words of the reason or the offer, as far as there are any.
 */
export async function recordWords(work: Work, head: keyof typeof heads, words?: Words): Promise<string> {
  const { locale } = await merchantFacts(work)
  const language = locale === 'en' ? 'en' : 'zh'
  const [first, rest] = [heads[head][language], words?.[language]]
  return (rest ? `${first}${language === 'en' ? ': ' : '：'}${rest}` : first).slice(0, 200)
}

export function reasonWords({ reasons }: Pick<Flow, 'reasons'>, code: string | null): Words | undefined {
  return reasons.find((reason) => reason.code === code)?.words
}
