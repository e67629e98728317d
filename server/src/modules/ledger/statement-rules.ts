import type { EntryKind, Source } from './ledger-rules.ts'

/** One entry as its account sees it. A hold or release has a delta of zero and says in `units` how much it reserved or freed. */
export type AccountEntry = {
  entryId: string
  asset: string
  version: number
  at: Date
  kind: EntryKind
  source: Source
  storeId: string | null
  units: number
  deltaUnits: number
  balanceAfterUnits: number
}

export type StatementPart = { asset: string; deltaUnits: number; balanceAfterUnits: number }

/** One line of a statement: what one command did to a purse, and every balance of it after. */
export type StatementRow = Omit<AccountEntry, 'asset' | 'version' | 'deltaUnits' | 'balanceAfterUnits'> & {
  parts: StatementPart[]
}

/** Where a page continues: per account, entries up to this version are still to be shown. */
export type StatementPlace = number[]

/**
 * Merges the accounts of one purse (principal and bonus) into one statement, latest first.
 *
 * `accounts` holds each account's entries, latest first. The two entries that a purchase makes become one line. Within an account
 * the order is that of its versions, so that each line's balances follow from the one below it.
 */
export function mergeStatement(
  assets: readonly string[],
  accounts: readonly (readonly AccountEntry[])[],
  limit: number,
): { rows: StatementRow[]; place: StatementPlace } {
  const next = accounts.map(() => 0)
  const rows: StatementRow[] = []
  while (rows.length < limit) {
    const taken = nextLine(accounts, next)
    if (taken.length === 0) break
    const first = accounts[taken[0]!]![next[taken[0]!]!]!
    rows.push({
      entryId: first.entryId,
      at: first.at,
      kind: first.kind,
      source: first.source,
      storeId: first.storeId,
      units: taken.reduce((sum, i) => sum + accounts[i]![next[i]!]!.units, 0),
      parts: assets.map((asset, i) => {
        const entry = accounts[i]![next[i]!]
        // An account that has no entry before this line was empty.
        const deltaUnits = taken.includes(i) ? entry!.deltaUnits : 0
        return { asset, deltaUnits, balanceAfterUnits: entry?.balanceAfterUnits ?? 0 }
      }),
    })
    for (const i of taken) next[i]!++
  }
  return { rows, place: accounts.map((entries, i) => entries[next[i]!]?.version ?? 0) }
}

/** The accounts whose next entries form the next line. */
function nextLine(accounts: readonly (readonly AccountEntry[])[], next: readonly number[]): number[] {
  let best = -1
  for (const i of accounts.keys()) {
    const entry = accounts[i]![next[i]!]
    if (entry && (best === -1 || entry.at > accounts[best]![next[best]!]!.at)) best = i
  }
  if (best === -1) return []
  const entry = accounts[best]![next[best]!]!
  const mates = accounts.map((entries, i) =>
    entries.findIndex((other, at) => at >= next[i]! && isSameLine(other, entry)),
  )
  // Its mate lies deeper in the other account: what lies above the mate comes first, or the line would be torn.
  const blocked = mates.findIndex((at, i) => at > next[i]!)
  if (blocked !== -1) return [blocked]
  return [...accounts.keys()].filter((i) => mates[i] === next[i])
}

function isSameLine(a: AccountEntry, b: AccountEntry): boolean {
  return (
    a.kind === b.kind &&
    a.source.kind === b.source.kind &&
    a.source.id === b.source.id &&
    a.at.getTime() === b.at.getTime() &&
    (a.asset !== b.asset || a.entryId === b.entryId)
  )
}
