const pattern = /^R?(\d{2,})-(\d{2,})-(\d{6,})$/

/** Store, device and counter of a receipt number; null for one that no till of ours wrote. */
export function readReceiptNumber(text: string): { storeNumber: number; deviceNumber: number; counter: number } | null {
  const match = pattern.exec(text)
  if (!match) return null
  return { storeNumber: Number(match[1]), deviceNumber: Number(match[2]), counter: Number(match[3]) }
}

/** The counter that a till goes on from: it never falls back, whoever of till and server is behind. */
export function laterCounter(...counters: readonly (number | null | undefined)[]): number {
  return Math.max(0, ...counters.filter((counter) => counter !== null && counter !== undefined))
}

/**
 * Numbers for sales as they come in: the one printed on the receipt, unless another sale has it. That happens when a till's
 * storage was copied; then both stay findable by what is printed, and the later one is told apart by a suffix.
 */
export function freeNumber(printed: string, isTaken: (number: string) => boolean): string {
  if (!isTaken(printed)) return printed
  for (let copy = 2; ; copy++) {
    const number = `${printed}.${copy}`
    if (!isTaken(number)) return number
  }
}
