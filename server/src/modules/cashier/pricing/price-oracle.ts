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
  isWeighed: boolean
  categoryIds: string[]
  isDiscountable: boolean
  taxRateBps: number
}

/** The second step of R20: what each line costs at the best of list, member and timed price, and which are at the member's. */
export function oracleStart(lines: readonly OracleLine[]): { nets: bigint[]; memberPriced: boolean[] } {
  const memberPriced: boolean[] = []
  const nets = lines.map((line) => {
    const { memberCents = Infinity, timedCents = Infinity, listCents, isDiscountable } = line
    const isMember = isDiscountable && memberCents < listCents && memberCents <= timedCents
    memberPriced.push(isMember)
    const unit = isDiscountable ? Math.min(listCents, memberCents, timedCents) : listCents
    return roundHalfAway({ over: BigInt(unit) * BigInt(line.quantityMilli), under: 1000n })
  })
  return { nets, memberPriced }
}

/** Takes what people give at the end: an order discount in cents over what takes discounts, a waiver over everything. */
export function oracleGive(
  lines: readonly OracleLine[],
  nets: bigint[],
  orderOffCents: number,
  waiverCents: number,
): void {
  const give = (amount: number, isIn: (line: OracleLine) => boolean) => {
    const places = lines.flatMap((line, place) => (isIn(line) ? [place] : []))
    const weighed = places.map((place) => ({ id: lines[place]!.lineId, weight: nets[place]! }))
    handOut(weighed, BigInt(amount)).forEach((share, index) => (nets[places[index]!]! -= share))
  }
  give(orderOffCents, (line) => line.isDiscountable)
  give(waiverCents, () => true)
}

export function oracleTaxes(lines: readonly OracleLine[], nets: readonly bigint[]): bigint[] {
  return nets.map((net, index) => {
    const rate = BigInt(lines[index]!.taxRateBps)
    return roundHalfAway({ over: net * rate, under: 10_000n + rate })
  })
}

/** How each line was paid: every tender in turn over what is still unpaid. */
export function oracleShares(nets: readonly bigint[], tenders: readonly number[]): bigint[][] {
  const unpaid = [...nets]
  const rows = nets.map((): bigint[] => [])
  for (const amount of tenders) {
    // Ties by place, which is the order of the lines: they are numbered.
    const weighed = unpaid.map((weight, place) => ({ id: String(place).padStart(4, '0'), weight }))
    handOut(weighed, BigInt(amount)).forEach((share, place) => {
      unpaid[place]! -= share
      rows[place]!.push(share)
    })
  }
  return rows
}

/** R19 in its own words: everybody's floor, then cent by cent to whoever lost the most, ties by id. */
export function handOut(entries: readonly { id: string; weight: bigint }[], amount: bigint): bigint[] {
  const all = entries.reduce((sum, { weight }) => sum + weight, 0n)
  if (amount === 0n || all === 0n) return entries.map(() => 0n)
  const given = entries.map(({ id, weight }) => {
    const exact = amount * weight
    return { id, share: exact / all, lost: exact % all }
  })
  let rest = amount - given.reduce((sum, { share }) => sum + share, 0n)
  const queue = [...given].sort((a, b) => (a.lost === b.lost ? (a.id < b.id ? -1 : 1) : a.lost > b.lost ? -1 : 1))
  for (const entry of queue) {
    if (rest === 0n) break
    entry.share += 1n
    rest -= 1n
  }
  return given.map(({ share }) => share)
}
