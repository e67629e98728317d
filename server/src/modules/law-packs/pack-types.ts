import type { Day } from '#shared/business-day.ts'

/** How the consumption of prepaid value counts when the rest is given back (R3). */
export type RefundBasis =
  /** At the price it was bought for: P − round(C·P/(P+B)). */
  | 'ratio'
  /** At the list price: max(0, P − C). */
  | 'list_price'

/** Prepaid value that a shop sells for itself: stored value, passes. */
export type PrepaidLaw = {
  /** What one named account may hold of principal; null: no ceiling. */
  namedLimitCents: number | null
  /** What a card whose holder is not known may hold, as gift cards are; null: no ceiling. Ours never end, whatever is the least life. */
  anonymousLimitCents: number | null
  /** From such a payment on, cash is not taken; null: no such rule. */
  nonCashFromCents: number | null
  /** Principal of a named account never ends. */
  namedNeverExpires: boolean
  /** Days after payment within which the member may have the principal back without giving a reason; null: none. */
  withdrawalDays: number | null
  /** Whether that right stands only while nothing was used. */
  withdrawalOnlyUnused: boolean
  /** Whether it falls away for somebody who had the same goods or services before. */
  withdrawalNotForKnownGoods: boolean
  /** By whose cause the rest is given back. */
  refund: { merchant: RefundBasis; member: RefundBasis }
  /** Money is back within so many days of the request; null: at once is our rule, the law names none. */
  repaidWithinDays: number | null
  /** Members are told so many days before a store closes or moves; null: before it does. */
  closingNoticeDays: number | null
  /** What may be invoiced: a top-up by an ordinary invoice only, the spending not again (R8). */
  invoice: 'at_top_up' | 'at_spending'
}

/** Contracts that renew themselves. */
export type RenewalLaw = {
  /** The member is told of amount and day at least so many days before each charge. */
  noticeDays: number
  /** Beside that, once a year; California. */
  hasYearlyReminder: boolean
  /** Days after the first and each yearly charge in which it can be undone; null: none. */
  coolingOffDays: number | null
  /** Years for which the member's express consent is kept. */
  consentKeptYears: number
}

/** How somebody leaves. */
export type CancellingLaw = {
  /** Taps from the page of one's rights to the end. */
  maxTaps: number
  /** Nobody has to say why: a reason that must be given is a step that stands in the way. */
  needsNoReason: boolean
  /** The way out must also be open to who is not signed in. */
  worksSignedOut: boolean
  /**
   * Where an offer to stay may stand: beside a way out of equal weight; only after the receipt; nowhere.
   * The strictest reading of the texts, see `sources`.
   */
  offers: 'beside' | 'after_receipt' | 'none'
  /** Words that the buttons must carry, where the law writes them. */
  buttons: { open: string; confirm: string } | null
  /** A receipt with date and time, at once. */
  hasReceipt: boolean
  /** Cancelling in the medium of joining. */
  isSameMedium: boolean
}

/**
 * The law of one region from one day on, as far as this product acts on it. Input for people who decide, not legal advice. A version is
 * never changed: contracts keep the one they were made under.
 */
export type LawPack = {
  /** `<region>@<from>`: what contracts keep. */
  id: string
  region: string
  from: Day
  name: { zh: string; en: string }
  /** A draft counts only where a shop chooses it. */
  isDraft: boolean
  prepaid: PrepaidLaw
  renewal: RenewalLaw
  cancelling: CancellingLaw
  /** Where each figure is from. */
  sources: readonly string[]
}
