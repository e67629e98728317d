/** Words in both languages. */
export type Words = { zh: string; en: string }

/** A reason that people choose from: the merchant's own taxonomy. */
export type Reason = {
  code: string
  words: Words
  /** What staff say when they call who left for it; absent or empty: the flow's own script. */
  script?: string | undefined
}

/** One of the answers to choose from. */
export type Choice = { code: string; words: Words }

/**
 * A question of the shop's own to who leaves. Nobody has to answer: a flow cannot say otherwise. The order is the flow's.
 */
export type Question = {
  code: string
  words: Words
  /** Reasons after which it is asked; empty: after any, and where none is given. */
  reasons: string[]
} & (
  | { kind: 'one' | 'several'; choices: Choice[] }
  /** From 1 to `most`. */
  | { kind: 'scale'; most: 5 | 10 }
  | { kind: 'text' }
)

/** What somebody answered: choices by their codes (one of `one`), a place on a scale, or words. */
export type Answer = { code: string } & ({ choices: string[] } | { scale: number } | { text: string })

export const offerKinds = ['freeze', 'extension', 'downgrade', 'transfer', 'contact', 'gift', 'discount'] as const
export type OfferKind = (typeof offerKinds)[number]

/** Offers that cut the price: what somebody may come for. They come last. */
export const priceKinds: ReadonlySet<OfferKind> = new Set(['gift', 'discount'])

/** What an offer does when it is taken; an advisor alone is a person. */
export type OfferTerms =
  | { kind: 'freeze'; days: number }
  | { kind: 'extension'; days: number }
  /** Without a plan it is a call: older flows name none. */
  | { kind: 'downgrade'; planId?: string | undefined }
  | { kind: 'transfer' | 'contact' }
  | { kind: 'gift' | 'discount'; templateId: string }

/** Whom an offer is for, beside the reason and what was paid at least. Each part that is empty or null lets everybody through. */
export type Segment = {
  /** Levels; `base` for who has none. */
  tierIds: string[]
  planIds: string[]
  /** Days since joining. */
  minMemberDays: number
  maxMemberDays: number | null
  /** Days since the last visit on this pass; since it was sold where there was none. */
  minDaysSinceVisit: number
  maxDaysSinceVisit: number | null
  maxPaidCents: number | null
}

/** One offer of the flow, in the order in which they are tried. */
export type OfferRule = {
  code: string
  words: Words
  terms: OfferTerms
  /** Reasons that it answers; empty: any, and none given. */
  reasons: string[]
  /** Whom it is for. */
  minPaidCents: number
  minDaysHeld: number
  /** Absent: everybody. */
  segment?: Segment | undefined
  /** What it costs the shop when taken, and at most of what was paid for the pass, in basis points. */
  costCents: number
  maxCostBps: number
  /** Per calendar month; null: no end. */
  monthlyBudgetCents: number | null
  /** Hours for which it stands. */
  validHours: number
}

/** A published version of the way out. */
export type FlowTerms = {
  reasons: Reason[]
  /** Asked beside the way out, or after the receipt where the law writes the way out's buttons. */
  questions: Question[]
  offers: OfferRule[]
  /** Offers stand beside the way out, or come after the receipt, or nowhere. */
  offersAt: 'beside' | 'after_receipt' | 'none'
  /** Whether a reason must be given before one may finish. */
  asksReason: boolean
  /** Share of members who are never made an offer: what offers really do is measured against them. */
  holdoutBps: number
  /** Days in which a member, or somebody of the household, is not made another offer after taking one. */
  cooldownDays: number
  /** Offers that one member may ever take. */
  lifetimeCap: number
  /** Days after which somebody calls who left; null: nobody. */
  callBackDays: number | null
  /** What staff say when they call who left; a reason may have words of its own. */
  script: string
  /** A coupon for who left, so many days later. */
  winBack: { days: number; templateId: string } | null
}

export type Flow = FlowTerms & { version: number }
