import type { DrawMode } from '#modules/ledger/ledger-rules.ts'
import type { Day } from '#shared/business-day.ts'

export const onlineOrderStates = ['paying', 'booked', 'unpaid', 'refused'] as const
/**
 * `paying`: money was asked for. `booked`: it is the member's. `unpaid`: no money came. `refused`: the money came, what it was for could
 * not be booked any more, and it goes back.
 */
export type OnlineOrderState = (typeof onlineOrderStates)[number]

/** How somebody pays on the phone: out of stored value at once, or on the page of a provider. */
export const onlineMeans = ['stored_value', 'wechat_pay', 'alipay'] as const
export type OnlineMeans = (typeof onlineMeans)[number]

/** How a tender names the provider, at the till and here. */
export const methodOfMeans = { wechat_pay: 'wechat', alipay: 'alipay' } as const

/** What is bought, by ids. */
export type OnlineWish =
  | { kind: 'top_up'; storeId: string; offerId: string }
  /** An amount of the member's own. */
  | { kind: 'top_up'; storeId: string; principalCents: number }
  | {
      kind: 'pass'
      storeId: string
      planId: string
      version: number
      renewsPassId?: string | undefined
      /** The own pass that goes for it: what is left of that pays first. */
      changesPassId?: string | undefined
    }

/** What a top-up brings. */
export type TopUpShown = {
  /** The offer that says so: the one bought, or the one that an amount of one's own reaches; null: none. */
  offerId: string | null
  principalCents: number
  bonusCents: number
  drawMode: DrawMode
  bonusExpiresDay: Day | null
  lawPack: string
}

/** What was shown and agreed to, kept with the order: figures, and the terms word for word. */
export type OnlineAgreement = {
  name: string
  amountCents: number
  words: { zh: string[]; en: string[] }
  topUp: TopUpShown | null
}

/**
 * Whether a top-up brings at least what was agreed to. Between the wish and the money a day may have begun: a bonus that ends later is
 * none the worse; anything else is another contract.
 */
export function bringsAsAgreed(agreed: TopUpShown, now: TopUpShown): boolean {
  const isAlike =
    agreed.principalCents === now.principalCents &&
    agreed.bonusCents === now.bonusCents &&
    agreed.drawMode === now.drawMode &&
    agreed.lawPack === now.lawPack
  if (!isAlike) return false
  if (now.bonusExpiresDay === null) return true
  return agreed.bonusExpiresDay !== null && now.bonusExpiresDay >= agreed.bonusExpiresDay
}

/** What becomes of an order by what its payment says; null: nothing yet. Money that came late goes back by itself. */
export function outcomeOf(payment: { state: string; isLate: boolean }): 'book' | 'unpaid' | null {
  if (payment.state === 'confirmed') return payment.isLate ? 'unpaid' : 'book'
  return payment.state === 'failed' || payment.state === 'cancelled' ? 'unpaid' : null
}
