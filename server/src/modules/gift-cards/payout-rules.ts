import { fingerprintOf } from '#shared/fingerprint.ts'
import { sumCents } from '#shared/money.ts'

/** One way in which money goes back. `paymentId`: by itself, to the payment that brought it. */
export type PayoutPart = {
  kind: 'cash' | 'other'
  method: string | null
  paymentId: string | null
  amountCents: number
}

/**
 * What is left on a card, the way it was paid for: to the payments and means of its loads, last paid first, each with no more than it
 * brought. What no load explains (goods that came back onto the card after it had been paid out) is cash.
 *
 * `paid` is what loads brought since the card was last empty by a payout, the last first.
 */
export function payoutParts(balanceCents: number, paid: readonly PayoutPart[]): PayoutPart[] {
  const parts = new Map<string, PayoutPart>()
  const add = (part: PayoutPart) => {
    const name = part.paymentId ?? `${part.kind}/${part.method}`
    parts.set(name, { ...part, amountCents: part.amountCents + (parts.get(name)?.amountCents ?? 0) })
  }
  let leftCents = balanceCents
  for (const part of paid) {
    const amountCents = Math.min(leftCents, part.amountCents)
    if (amountCents > 0) add({ ...part, amountCents })
    leftCents -= amountCents
  }
  if (leftCents > 0) add({ kind: 'cash', method: null, paymentId: null, amountCents: leftCents })
  return [...parts.values()]
}

/** What the screen showed of a payout, as it is executed. */
export function payoutFingerprint(giftCardId: string, parts: readonly PayoutPart[]): string {
  return fingerprintOf({ giftCardId, parts, amountCents: sumCents(parts.map(({ amountCents }) => amountCents)) })
}
