import type { NaiveLedger, NaiveLot } from './naive-ledger.ts'

/** Reserving units, one at a time, for the naive ledger. */
export function holdNaively(
  ledger: NaiveLedger,
  owner: string,
  asset: string,
  units: number,
  source: string,
  at: number,
): boolean {
  if (ledger.available(owner, [asset], at) < units) return false
  const held: NaiveLot[] = []
  for (let i = 0; i < units; i++) {
    const lot = ledger.next(ledger.of(owner, [asset]), at, false)!
    lot.held++
    held.push(lot)
  }
  ledger.holds.set(source, held)
  return true
}

export function releaseNaively(ledger: NaiveLedger, hold: string, units: number): boolean {
  const held = ledger.holds.get(hold)
  if (!held || held.length < units) return false
  for (let i = 0; i < units; i++) held.pop()!.held--
  return true
}

export function consumeNaively(ledger: NaiveLedger, hold: string, units: number, source: string): boolean {
  const held = ledger.holds.get(hold)
  if (!held || held.length < units) return false
  const taken: { first: NaiveLot }[] = []
  for (let i = 0; i < units; i++) {
    const lot = held.shift()!
    lot.held--
    lot.left--
    lot.drawn++
    ledger.fromMerchant(lot.asset, -1)
    taken.push({ first: lot })
  }
  ledger.spends.set(source, taken)
  return true
}
