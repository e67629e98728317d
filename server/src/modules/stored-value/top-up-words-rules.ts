import type { LawPack } from '#modules/law-packs/pack-types.ts'
import type { DrawMode } from '#modules/ledger/ledger-rules.ts'
import type { Day } from '#shared/business-day.ts'

/** What words need beside the terms: the language, and how it writes money. */
export type TopUpWording = { language: 'zh' | 'en'; money: (cents: number) => string }

export type TopUpTerms = {
  principalCents: number
  bonusCents: number
  drawMode: DrawMode
  /** Null: what is given on top does not end. */
  bonusExpiresDay: Day | null
  /** The offer that an amount of one's own reaches, and whose bonus it brings. */
  reached?: string | undefined
}

const drawWords: Record<DrawMode, { zh: string; en: string }> = {
  proportional: {
    zh: '消费时本金与赠送金按比例一起扣。',
    en: 'Each purchase takes principal and bonus in proportion.',
  },
  principal_first: { zh: '消费时先扣本金，再扣赠送金。', en: 'Purchases take the principal first, then the bonus.' },
  bonus_first: { zh: '消费时先扣赠送金，再扣本金。', en: 'Purchases take the bonus first, then the principal.' },
}

/**
 * The terms of a top-up in plain sentences, as somebody agrees to them: what is paid and had, how long it lasts, in what order it is
 * spent, and how the rest comes back under the law of the store (R2, R3, R5, R6). In the order of reading.
 */
export function topUpWords(terms: TopUpTerms, { prepaid }: LawPack, { language, money }: TopUpWording): string[] {
  const { principalCents, bonusCents, drawMode, bonusExpiresDay, reached } = terms
  const isZh = language === 'zh'
  const say = (zh: string, en: string) => (isZh ? zh : en)
  const lasts =
    bonusExpiresDay === null
      ? say('赠送金长期有效。', 'The bonus does not expire.')
      : say(
          `赠送金有效期至 ${bonusExpiresDay}，含当天。`,
          `The bonus is good until ${bonusExpiresDay}, that day included.`,
        )
  const { withdrawalDays, withdrawalOnlyUnused, refund, repaidWithinDays, namedNeverExpires, invoice } = prepaid
  return [
    bonusCents > 0
      ? say(
          `支付 ${money(principalCents)}，到账本金 ${money(principalCents)}、赠送金 ${money(bonusCents)}。`,
          `You pay ${money(principalCents)} and get ${money(principalCents)} of principal and ${money(bonusCents)} on top.`,
        )
      : say(
          `支付 ${money(principalCents)}，到账本金 ${money(principalCents)}。`,
          `You pay ${money(principalCents)} and get ${money(principalCents)} of principal.`,
        ),
    ...(reached !== undefined && bonusCents > 0
      ? [say(`赠送金按已达到的方案「${reached}」计算。`, `The bonus is that of the offer it reaches, “${reached}”.`)]
      : []),
    ...(namedNeverExpires ? [say('本金长期有效，不会过期。', 'The principal never expires.')] : []),
    ...(bonusCents > 0 ? [lasts, drawWords[drawMode][language]] : []),
    ...withdrawalWords(withdrawalDays, withdrawalOnlyUnused, say),
    say(
      `之后申请退款：因商家原因，${basisWords[refund.merchant].zh}；因个人原因，${basisWords[refund.member].zh}。退款不超过实付，赠送金不退现金。`,
      `Later refunds: where the shop is the cause, ${basisWords[refund.merchant].en}; where you choose to leave, ${basisWords[refund.member].en}. Never more than was paid, and never the bonus.`,
    ),
    ...(repaidWithinDays === null
      ? []
      : [
          say(
            `申请后 ${repaidWithinDays} 天内退到账。`,
            `The money is back within ${repaidWithinDays} days of the request.`,
          ),
        ]),
    invoice === 'at_top_up'
      ? say(
          '充值时可开普通发票，之后消费不再开票。',
          'An invoice is made out for the top-up, not again for what it buys.',
        )
      : say('消费时开具发票。', 'Invoices are made out for what it buys.'),
  ]
}

const basisWords = {
  ratio: { zh: '已消费部分按充值折扣折算扣除', en: 'what was spent is deducted at the price it was bought for' },
  list_price: { zh: '已消费部分按原价扣除', en: 'what was spent is deducted at list price' },
} as const

function withdrawalWords(
  days: number | null,
  isOnlyUnused: boolean,
  say: (zh: string, en: string) => string,
): string[] {
  if (days === null) return []
  return [
    isOnlyUnused
      ? say(
          `付款后 ${days} 天内未使用，可无理由全额退款。`,
          `Unused, all of it is paid back within ${days} days of payment, no reason asked.`,
        )
      : say(
          `付款后 ${days} 天内，剩余本金可无理由退款。`,
          `Within ${days} days of payment the rest of the principal is paid back, no reason asked.`,
        ),
  ]
}
