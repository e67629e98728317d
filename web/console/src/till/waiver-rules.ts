/** 抹零: down to whole yuan or whole jiao whatever the cart comes to, or an amount that somebody typed. */
export type Waiver = { kind: 'yuan' } | { kind: 'jiao' } | { kind: 'amount'; amountCents: number }

const steps = { yuan: 100, jiao: 10 } as const

/** The cents that a waiver gives up of a sum. Follows the sum as the cart changes; a typed amount does not. */
export function waiverCentsOf(waiver: Waiver | null, sumCents: number): number {
  if (!waiver) return 0
  return waiver.kind === 'amount' ? waiver.amountCents : sumCents % steps[waiver.kind]
}

/** Round sums worth offering: each that gives something up, the smaller first; the same cents once. */
export function suggestedWaivers(sumCents: number): { waiver: Waiver; offCents: number; leftCents: number }[] {
  const kinds = ['jiao', 'yuan'] as const
  const offers = kinds.map((kind) => {
    const offCents = waiverCentsOf({ kind }, sumCents)
    return { waiver: { kind }, offCents, leftCents: sumCents - offCents }
  })
  return offers.filter(({ offCents, leftCents }, index) => {
    const isNew = offers.findIndex((other) => other.offCents === offCents) === index
    return offCents > 0 && leftCents > 0 && isNew
  })
}
