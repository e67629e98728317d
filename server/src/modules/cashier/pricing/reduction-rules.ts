import type { PricedLine, PriceStep, Reduction } from './pricing-types.ts'

const prices: ReadonlySet<string> = new Set(['list_price', 'store_price', 'embedded_price'])

/**
 * What took the gross down to the net, one signed line for each cause, in the order of the steps: what a receipt prints under the
 * goods, 抹零 included. Sums to `net − gross`.
 */
export function reductionsOf(lines: readonly Pick<PricedLine, 'steps'>[]): Reduction[] {
  const sums = new Map<Reduction['code'], Map<string | null, Reduction>>()
  for (const { steps } of lines) {
    for (const step of steps) {
      if (prices.has(step.code) || step.amountCents === 0) continue
      const id = idOf(step)
      const code = step.code as Reduction['code']
      const ofCode = sums.get(code) ?? new Map<string | null, Reduction>()
      if (ofCode.size === 0) sums.set(code, ofCode)
      const before = ofCode.get(id)
      if (before) before.amountCents += step.amountCents
      else ofCode.set(id, newReduction(step, id))
    }
  }
  return order.flatMap((code) => [...(sums.get(code)?.values() ?? [])])
}

const order: readonly Reduction['code'][] = [
  'member_price',
  'timed_price',
  'promotion',
  'coupon',
  'line_discount',
  'order_discount',
  'waiver',
]

function idOf({ facts }: PriceStep): string | null {
  const id = facts.couponId ?? facts.promotionId ?? facts.priceListId
  return id === undefined ? null : String(id)
}

function newReduction({ code, amountCents, facts }: PriceStep, id: string | null): Reduction {
  const name = facts.name === undefined ? null : String(facts.name)
  return { code: code as Reduction['code'], id, name, amountCents }
}
