/**
 * A second, slower way to the same sums, written from RULES.md and not from the code: exact fractions of BigInt, decimal
 * long hand, no shared function. Only tests read it.
 */
export type Fraction = { over: bigint; under: bigint }

export function roundHalfAway({ over, under }: Fraction): bigint {
  const sign = over < 0n ? -1n : 1n
  const size = over * sign
  const whole = size / under
  const rest = size - whole * under
  return sign * (rest + rest >= under ? whole + 1n : whole)
}

export type OracleLine = {
  lineId: string
  listCents: number
  memberCents: number | undefined
  timedCents: number | undefined
  quantityMilli: number
  isDiscountable: boolean
  taxRateBps: number
}

/** R20 over plain lines: reduced price, an order discount in cents, a waiver in cents, VAT. */
export function oracleNets(lines: OracleLine[], orderOffCents: number, waiverCents: number) {
  const nets = lines.map((line) => {
    const offers = line.isDiscountable ? [line.memberCents, line.timedCents] : []
    const unit = [line.listCents, ...offers.filter((offer) => offer !== undefined)].reduce((a, b) => (b < a ? b : a))
    return roundHalfAway({ over: BigInt(unit) * BigInt(line.quantityMilli), under: 1000n })
  })
  handOut(lines, nets, BigInt(orderOffCents), (line) => line.isDiscountable)
  handOut(lines, nets, BigInt(waiverCents), () => true)
  const taxes = nets.map((net, index) => {
    const rate = BigInt(lines[index]!.taxRateBps)
    return roundHalfAway({ over: net * rate, under: 10_000n + rate })
  })
  return { nets, taxes }
}

/** R19 in its own words: everybody's floor, then cent by cent to whoever lost the most, ties by line id. */
function handOut(lines: OracleLine[], nets: bigint[], amount: bigint, isIn: (line: OracleLine) => boolean): void {
  const places = lines.map((line, place) => ({ line, place })).filter(({ line }) => isIn(line))
  const total = places.reduce((sum, { place }) => sum + nets[place]!, 0n)
  if (amount === 0n || total === 0n) return
  const given = places.map(({ line, place }) => {
    const exact = amount * nets[place]!
    return { id: line.lineId, place, share: exact / total, lost: exact % total }
  })
  let rest = amount - given.reduce((sum, { share }) => sum + share, 0n)
  const queue = [...given].sort((a, b) => (a.lost === b.lost ? (a.id < b.id ? -1 : 1) : a.lost > b.lost ? -1 : 1))
  for (const entry of queue) {
    if (rest === 0n) break
    entry.share += 1n
    rest -= 1n
  }
  for (const { place, share } of given) nets[place]! -= share
}
