import { refuse, type Refusal } from '#shared/refusal.ts'

/** What a member may agree to, each by itself (PIPL 14, 23, 29): one yes never stands for another. */
export const consentPurposes = ['marketing', 'profiling', 'health', 'third_party', 'minor'] as const
export type ConsentPurpose = (typeof consentPurposes)[number]

/** What somebody new is asked at once, each by itself and none as a condition; the rest is asked when it is needed (PIPL 16). */
export const askedOfNewcomers: readonly ConsentPurpose[] = ['marketing', 'profiling']

export type ConsentText = { purpose: ConsentPurpose; version: number; zh: string; en: string }

/** The texts that the product brings, version 1; a merchant's own begin at 2. */
export const builtInConsentTexts: readonly ConsentText[] = [
  {
    purpose: 'marketing',
    version: 1,
    zh: '我同意商户通过短信、微信、电话等方式向我发送优惠和活动信息。我可以随时撤回，不影响会员权益。',
    en: 'I agree to receive offers and news by text message, WeChat or phone. I can withdraw at any time; my membership stays as it is.',
  },
  {
    purpose: 'profiling',
    version: 1,
    zh: '我同意商户根据我的消费记录为我推荐商品和服务。撤回后仍可正常消费，不会因此改变价格。',
    en: 'I agree that my purchases are used to suggest products and services to me. Prices do not change if I withdraw.',
  },
  {
    purpose: 'health',
    version: 1,
    zh: '我单独同意商户记录我的过敏史等健康信息，仅用于服务时保障我的安全。',
    en: 'I separately agree that allergies and other health facts are kept, only to keep me safe while I am served.',
  },
  {
    purpose: 'third_party',
    version: 1,
    zh: '我单独同意商户将完成服务所必需的信息提供给合作方（如物流、支付）。',
    en: 'I separately agree that what partners need to complete a service (delivery, payment) is passed to them.',
  },
  {
    purpose: 'minor',
    version: 1,
    zh: '我是该未成年人的监护人，同意商户为其建立会员档案。',
    en: 'I am the guardian of this child and agree to the membership record.',
  },
]

export type ConsentRecord = { purpose: string; isGiven: boolean; textVersion: number; at: Date }

/** Purposes agreed to now: the last word on each holds. `history` is oldest first. */
export function currentConsents<T extends ConsentRecord>(history: readonly T[]): Map<string, T> {
  const current = new Map<string, T>()
  for (const record of history) current.set(record.purpose, record)
  return current
}

/** A yes is to the text in force: one given to an older text is refused, so that the new one is shown. */
export function checkTextVersion(latest: number, version: number): number | Refusal<'consent_text_outdated'> {
  return version === latest ? version : refuse('consent_text_outdated', { version, latest })
}

/**
 * What a member has agreed to after two records became one: a no on either side wins, whenever it was said; a yes stays a yes
 * where the other record is silent.
 */
export function mergedConsents(
  survivor: readonly ConsentRecord[],
  absorbed: readonly ConsentRecord[],
): ConsentRecord[] {
  const kept = currentConsents(survivor)
  const added: ConsentRecord[] = []
  for (const record of currentConsents(absorbed).values()) {
    const own = kept.get(record.purpose)
    if (!own || (own.isGiven && !record.isGiven)) added.push(record)
  }
  return added
}
