import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { historyArbitrary, owners, purse } from './history-steps.ts'
import { acceptedPlan, ownerOf, planStep, sourceOf, timeOf, uuidOf, type History } from './ledger-history.ts'
import { applyPlan, emptyLedger, newAccount, putAccount, type LedgerState } from './ledger-rules.ts'
import { mergeStatement, type AccountEntry, type StatementRow } from './statement-rules.ts'

const allAssets = ['points', ...purse]

/** A ledger after a random history. */
function run(steps: History['steps']): LedgerState {
  const state = emptyLedger()
  for (const [o, ownerId] of owners.entries()) {
    for (const [a, asset] of allAssets.entries()) {
      putAccount(state, newAccount(uuidOf(o * 10 + a), { ...ownerOf(ownerId), asset }))
    }
  }
  const history: History = { steps, accepted: new Set() }
  let minted = 1_000
  for (const index of steps.keys()) {
    const posting = { at: timeOf(index), source: sourceOf(index), storeId: null, mintId: () => uuidOf(minted++) }
    const plan = acceptedPlan(planStep(state, history, index, posting))
    if (plan) applyPlan(state, plan)
    if (plan) history.accepted.add(index)
  }
  return state
}

/** An account's entries, latest first, as the database gives them. */
function entriesOf(state: LedgerState, accountId: string): AccountEntry[] {
  const sides: AccountEntry[] = []
  for (const entry of state.entries.values()) {
    const { id: entryId, at, kind, source, storeId, units, asset } = entry
    const common = { entryId, at, kind, source, storeId, units, asset }
    if (entry.debitAccountId === accountId) {
      const deltaUnits = entry.creditAccountId === accountId ? 0 : -units
      sides.push({ ...common, version: entry.debitVersion!, deltaUnits, balanceAfterUnits: entry.debitBalanceAfter! })
    } else if (entry.creditAccountId === accountId) {
      sides.push({
        ...common,
        version: entry.creditVersion!,
        deltaUnits: units,
        balanceAfterUnits: entry.creditBalanceAfter!,
      })
    }
  }
  return sides.sort((a, b) => b.version - a.version)
}

test('a statement shows each entry once, its balances follow line by line, and its pages are the whole', () => {
  fc.assert(
    fc.property(historyArbitrary(14), fc.integer({ min: 1, max: 5 }), (steps, limit) => {
      const state = run(steps)
      const accounts = purse.map((_, i) => entriesOf(state, uuidOf(i + 1)))
      const whole = mergeStatement(purse, accounts, 1_000).rows
      const shown = whole.reduce((sum, row) => sum + row.parts.filter(({ deltaUnits }) => deltaUnits !== 0).length, 0)
      assert.equal(
        shown,
        accounts.reduce((sum, entries) => sum + entries.filter(({ deltaUnits }) => deltaUnits !== 0).length, 0),
      )
      for (const [i, row] of whole.entries()) {
        for (const [a, part] of row.parts.entries()) {
          const before = whole[i + 1]?.parts[a]!.balanceAfterUnits ?? 0
          assert.equal(part.balanceAfterUnits - part.deltaUnits, before)
        }
      }

      const paged: StatementRow[] = []
      for (let place = accounts.map((entries) => entries[0]?.version ?? 0); place.some((version) => version > 0);) {
        const page = mergeStatement(
          purse,
          accounts.map((entries, i) => entries.filter(({ version }) => version <= place[i]!).slice(0, limit + 1)),
          limit,
        )
        paged.push(...page.rows)
        place = page.place
      }
      assert.deepEqual(paged, whole)
    }),
    { numRuns: 1_000 },
  )
})

test('what one purchase took from principal and bonus is one line, though another till was slower to lock', () => {
  const at = (ms: number) => new Date(Date.UTC(2026, 2, 1) + ms)
  const entry = (asset: string, version: number, ms: number, source: number, deltaUnits: number, after: number) => ({
    entryId: uuidOf(source * 10 + version),
    asset,
    version,
    at: at(ms),
    kind: 'spend' as const,
    source: sourceOf(source),
    storeId: null,
    units: -deltaUnits,
    deltaUnits,
    balanceAfterUnits: after,
  })
  // The sale of 5 ms got its locks before the one of 4 ms, which took bonus alone.
  const principal = [entry('p', 1, 5, 1, -10, 90)]
  const bonus = [entry('b', 2, 4, 2, -3, 15), entry('b', 1, 5, 1, -2, 18)]
  const { rows } = mergeStatement(['p', 'b'], [principal, bonus], 10)
  assert.deepEqual(
    rows.map((row) => row.parts.map(({ deltaUnits, balanceAfterUnits }) => [deltaUnits, balanceAfterUnits])),
    [
      [
        [0, 90],
        [-3, 15],
      ],
      [
        [-10, 90],
        [-2, 18],
      ],
    ],
  )
})
