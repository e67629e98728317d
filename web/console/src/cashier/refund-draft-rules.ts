/** A line of a sale as far as a return asks about it. */
export type ReturnableLine = {
  lineId: string
  itemKind: 'product' | 'service' | 'bundle' | 'plan'
  quantityMilli: number
  refundedMilli: number
}

export type Disposition = 'sellable' | 'damaged'

/** What the customer brings back, by line. A line that stays is not in it. */
export type RefundDraft = ReadonlyMap<string, { quantityMilli: number; disposition: Disposition }>

/** What of a line was not returned yet. */
export function leftMilli({ quantityMilli, refundedMilli }: ReturnableLine): number {
  return quantityMilli - refundedMilli
}

/** Sets how much of a line comes back, held between nothing and what is left of it; nothing takes the line out. */
export function withQuantity(draft: RefundDraft, line: ReturnableLine, quantityMilli: number): RefundDraft {
  const next = new Map(draft)
  const held = Math.min(Math.max(0, quantityMilli), leftMilli(line))
  if (held === 0) next.delete(line.lineId)
  else next.set(line.lineId, { disposition: draft.get(line.lineId)?.disposition ?? 'sellable', quantityMilli: held })
  return next
}

export function withDisposition(draft: RefundDraft, lineId: string, disposition: Disposition): RefundDraft {
  const part = draft.get(lineId)
  return part ? new Map(draft).set(lineId, { ...part, disposition }) : draft
}

/** All that is left of a sale, as it would come back. */
export function wholeRest(draft: RefundDraft, lines: readonly ReturnableLine[]): RefundDraft {
  return lines.reduce((sum, line) => withQuantity(sum, line, leftMilli(line)), draft)
}

/** Whether a line is goods that go back somewhere: a service or a pass has no shelf. */
export function hasShelf({ itemKind }: Pick<ReturnableLine, 'itemKind'>): boolean {
  return itemKind === 'product' || itemKind === 'bundle'
}

/** The lines as the server takes them, in the sale's order. What has no shelf goes back to none. */
export function requestedLines(draft: RefundDraft, lines: readonly ReturnableLine[]) {
  return lines.flatMap((line) => {
    const part = draft.get(line.lineId)
    if (!part) return []
    const { quantityMilli, disposition } = part
    const { lineId } = line
    return [hasShelf(line) ? { lineId, quantityMilli, disposition } : { lineId, quantityMilli }]
  })
}
