/**
 * A second ledger for tests, written to be obviously right and slow: it moves one unit at a time, looks at every lot each
 * time, keeps no plans, no positions and no balances. It shares no code with the engine.
 */
export type NaiveLot = {
  owner: string
  asset: string
  source: string
  left: number
  drawn: number
  held: number
  base: number
  expires: number // Infinity: never
  earned: number
  usableFrom: number
  priority: number
  pair: { mate: NaiveLot | null; side: 'principal' | 'bonus'; mode: string } | null
}
export type NaiveTerms = { expires: number; usableFrom: number; priority: number }
type Taken = { first: NaiveLot }

export class NaiveLedger {
  lots: NaiveLot[] = [] // in order of creation
  debts = new Map<string, number>()
  spends = new Map<string, Taken[]>() // one element a unit, in the order of taking
  holds = new Map<string, NaiveLot[]>() // one element a unit
  issued = new Map<string, number>() // what came in from the merchant's side, less what went back

  debt(owner: string, asset: string): number {
    return this.debts.get(`${owner} ${asset}`) ?? 0
  }

  oweMore(owner: string, asset: string, by: number): void {
    this.debts.set(`${owner} ${asset}`, this.debt(owner, asset) + by)
  }

  fromMerchant(asset: string, units: number): void {
    this.issued.set(asset, (this.issued.get(asset) ?? 0) + units)
  }

  balance(owner: string, asset: string): number {
    let sum = -this.debt(owner, asset)
    for (const lot of this.lots) if (lot.owner === owner && lot.asset === asset) sum += lot.left
    return sum
  }

  usable(lot: NaiveLot, now: number): boolean {
    return lot.usableFrom <= now && now < lot.expires
  }

  available(owner: string, assets: string[], now: number): number {
    let sum = 0
    for (const asset of assets) {
      let here = -this.debt(owner, asset)
      for (const lot of this.lots) {
        if (lot.owner === owner && lot.asset === asset && this.usable(lot, now)) here += lot.left - lot.held
      }
      sum += Math.max(0, here)
    }
    return sum
  }

  grant(owner: string, asset: string, units: number, source: string, now: number, terms: NaiveTerms): NaiveLot {
    const lot: NaiveLot = {
      owner,
      asset,
      source,
      left: 0,
      drawn: 0,
      held: 0,
      base: 0,
      earned: now,
      pair: null,
      ...terms,
    }
    this.fromMerchant(asset, units)
    this.fill(lot, units, now)
    return lot
  }

  grantPair(
    owner: string,
    principal: number,
    bonus: number,
    mode: string,
    source: string,
    now: number,
    terms: NaiveTerms,
  ): void {
    const p = this.grant(owner, 'stored_principal', principal, source, now, terms)
    if (bonus === 0) return
    const b = this.grant(owner, 'stored_bonus', bonus, source, now, terms)
    p.pair = { mate: b, side: 'principal', mode }
    b.pair = { mate: p, side: 'bonus', mode }
  }

  /** Puts value in a new lot, a debt first. */
  fill(lot: NaiveLot, units: number, now: number): void {
    for (let i = 0; i < units; i++) {
      if (this.debt(lot.owner, lot.asset) > 0 && lot.expires > now) this.oweMore(lot.owner, lot.asset, -1)
      else lot.left++
    }
    lot.base = Math.max(lot.base, lot.left)
    if (lot.left > 0) this.lots.push(lot)
  }

  /** The lot that the next unit comes from. */
  next(lots: NaiveLot[], now: number, byPriority: boolean): NaiveLot | null {
    let best: NaiveLot | null = null
    for (const lot of lots) {
      if (!this.usable(lot, now) || lot.left - lot.held === 0) continue
      if (!best || this.before(lot, best, byPriority)) best = lot
    }
    return best
  }

  before(a: NaiveLot, b: NaiveLot, byPriority: boolean): boolean {
    if (byPriority && a.priority !== b.priority) return a.priority < b.priority
    if (a.expires !== b.expires) return a.expires < b.expires
    if (a.earned !== b.earned) return a.earned < b.earned
    return this.lots.indexOf(a) < this.lots.indexOf(b)
  }

  /** Which side of a pair pays the next unit: the one that brings principal closest to its share of all consumed. */
  sideToPay(lot: NaiveLot, now: number): NaiveLot {
    const mate = lot.pair?.mate
    if (!mate || !this.usable(mate, now)) return lot
    const [p, b] = lot.pair!.side === 'principal' ? [lot, mate] : [mate, lot]
    const target = share(lot.pair!.mode, p.base, b.base, p.drawn + b.drawn + 1)
    const wanted = p.drawn < target ? p : b
    if (wanted.left > 0) return wanted
    return wanted === p ? b : p
  }

  /** One purse: pays until done. A pair, once begun, is used up before the next lot is looked at. */
  take(
    lots: NaiveLot[],
    units: number,
    now: number,
    byPriority: boolean,
    each: (paid: NaiveLot, first: NaiveLot) => void,
  ): void {
    let current: NaiveLot | null = null
    for (let i = 0; i < units; i++) {
      const pairLeft: boolean =
        current !== null &&
        [current, current.pair?.mate].some((lot) => lot && this.usable(lot, now) && lot.left - lot.held > 0)
      if (!pairLeft) current = this.next(lots, now, byPriority)
      const first: NaiveLot = current!
      const start = first.left - first.held > 0 ? first : first.pair!.mate!
      const paid = this.sideToPay(start, now)
      paid.left--
      each(paid, first)
    }
  }

  of(owner: string, assets: string[]): NaiveLot[] {
    return this.lots.filter((lot) => lot.owner === owner && assets.includes(lot.asset))
  }

  spend(owner: string, assets: string[], units: number, source: string, now: number, byPriority: boolean): boolean {
    if (this.available(owner, assets, now) < units) return false
    const taken: Taken[] = []
    this.take(this.of(owner, assets), units, now, byPriority, (paid, first) => {
      paid.drawn++
      this.fromMerchant(paid.asset, -1)
      taken.push({ first })
    })
    this.spends.set(source, taken)
    return true
  }

  restore(spend: string, units: number, owner: string, now: number, reopenUntil: number | null): boolean {
    const taken = this.spends.get(spend)
    if (!taken || taken.length < units) return false
    const elsewhere = new Map<NaiveLot, number>()
    for (let i = 0; i < units; i++) {
      const lot = this.sideToGet(taken.pop()!.first)
      lot.drawn--
      this.fromMerchant(lot.asset, 1)
      const isLate = lot.expires <= now
      if (isLate && reopenUntil === null) this.fromMerchant(lot.asset, -1) // given back and expired at once
      else if (lot.owner === owner && !isLate) lot.left++
      else elsewhere.set(lot, (elsewhere.get(lot) ?? 0) + 1)
    }
    for (const side of ['principal', 'bonus']) {
      for (const [lot, count] of elsewhere) {
        if ((lot.pair?.side ?? 'principal') !== side) continue
        const isLate = lot.expires <= now
        const terms = isLate ? { expires: reopenUntil!, usableFrom: now } : {}
        this.fill({ ...lot, owner, left: 0, drawn: 0, held: 0, base: 0, pair: null, ...terms }, count, now)
      }
    }
    return true
  }

  sideToGet(lot: NaiveLot): NaiveLot {
    const mate = lot.pair?.mate
    if (!mate) return lot
    const [p, b] = lot.pair!.side === 'principal' ? [lot, mate] : [mate, lot]
    const target = share(lot.pair!.mode, p.base, b.base, p.drawn + b.drawn - 1)
    if (b.drawn === 0) return p
    return p.drawn > target ? p : b
  }

  expire(owner: string, asset: string, now: number): void {
    for (const lot of this.of(owner, [asset])) {
      while (lot.expires <= now && lot.left > lot.held) {
        lot.left--
        this.fromMerchant(asset, -1)
      }
    }
  }

  clawBack(owner: string, asset: string, units: number, granted: string, now: number, mayOwe: boolean): void {
    for (let i = 0; i < units; i++) {
      const lots = this.of(owner, [asset]).filter((lot) => lot.left > lot.held && lot.expires > now)
      const own = lots.filter((lot) => lot.source === granted)
      const others = lots.filter((lot) => lot.usableFrom <= now)
      const free = new Set([...own, ...others])
      let freeUnits = 0
      for (const lot of free) freeUnits += lot.left - lot.held
      const pool = own.length > 0 ? own : others
      if (!mayOwe && freeUnits - this.debt(owner, asset) <= 0) return
      this.fromMerchant(asset, -1)
      if (pool.length === 0) this.oweMore(owner, asset, 1)
      else pool.reduce((best, lot) => (this.before(lot, best, false) ? lot : best)).left--
    }
  }

  withdraw(owner: string, assets: string[], units: number, now: number): boolean {
    if (this.available(owner, assets, now) < units) return false
    const was = this.lots.map((lot) => lot.drawn)
    this.take(this.of(owner, assets), units, now, false, (paid) => {
      paid.drawn++ // the split counts it while it lasts …
      this.fromMerchant(paid.asset, -1)
    })
    this.lots.forEach((lot, i) => (lot.drawn = was[i]!)) // … and forgets it: nothing was consumed
    return true
  }

  move(from: string, to: string, assets: string[], units: number, now: number): boolean {
    if (this.available(from, assets, now) < units) return false
    const was = new Map(this.lots.map((lot) => [lot, { drawn: lot.drawn, left: lot.left }]))
    this.take(this.of(from, assets), units, now, false, (paid) => paid.drawn++)
    for (const [lot, { drawn }] of was) lot.drawn = drawn
    this.reopen(to, assets, now, (lot) => was.get(lot)!.left - lot.left)
    return true
  }

  merge(from: string, to: string, assets: string[], now: number): boolean {
    if (this.of(from, assets).some((lot) => lot.held > 0)) return false
    const left = new Map(this.of(from, assets).map((lot) => [lot, lot.left]))
    for (const lot of left.keys()) lot.left = 0
    this.reopen(to, assets, now, (lot) => left.get(lot) ?? 0)
    for (const asset of assets) {
      const debt = this.debt(from, asset)
      this.oweMore(from, asset, -debt)
      for (let i = 0; i < debt; i++) {
        const lot = this.next(this.of(to, [asset]), now, false)
        if (lot) lot.left--
        else this.oweMore(to, asset, 1)
      }
    }
    return true
  }

  /** New lots for value that left its lots, in the order in which it would be spent. */
  reopen(to: string, assets: string[], now: number, moved: (lot: NaiveLot) => number): void {
    const opened = new Map<NaiveLot, NaiveLot>()
    for (const asset of assets) {
      const lots = this.lots.filter((lot) => lot.asset === asset && moved(lot) > 0)
      for (const lot of lots.sort((a, b) => (this.before(a, b, false) ? -1 : 1))) {
        const mate = lot.pair?.mate && moved(lot.pair.mate) > 0 ? lot.pair.mate : null
        const whole = lot.left === 0 && (!mate || mate.left === 0)
        const carried = whole ? { base: lot.base, drawn: lot.drawn } : { base: 0, drawn: 0 }
        const copy = { ...lot, owner: to, left: 0, held: 0, ...carried }
        opened.set(lot, copy)
        this.fill(copy, moved(lot), now)
      }
    }
    for (const [lot, copy] of opened) {
      const mate = lot.pair && opened.get(lot.pair.mate!)
      copy.pair = lot.pair && mate ? { ...lot.pair, mate } : null
    }
  }
}

function share(mode: string, principal: number, bonus: number, consumed: number): number {
  if (mode === 'principal_first') return Math.min(consumed, principal)
  if (mode === 'bonus_first') return Math.max(0, consumed - bonus)
  return Math.floor((2 * consumed * principal + principal + bonus) / (2 * (principal + bonus)))
}
