import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  acceptedPlan,
  describeNaively,
  describeState,
  doNaively,
  ownerOf,
  planStep,
  sourceOf,
  timeOf,
  uuidOf,
  type History,
} from './ledger-history.ts'
import { allAssets, historyArbitrary, owners, purse, type Step } from './history-steps.ts'
import { applyPlan, availableUnits, emptyLedger, newAccount, putAccount, type LedgerState } from './ledger-rules.ts'
import { NaiveLedger } from './naive-ledger.ts'

const runs = Number(process.env.LEDGER_HISTORIES ?? 10_000)

function ledgerOfTwo(): LedgerState {
  const state = emptyLedger()
  owners.forEach((ownerId, o) =>
    allAssets.forEach((asset, a) => putAccount(state, newAccount(uuidOf(o * 10 + a), { ...ownerOf(ownerId), asset }))),
  )
  return state
}

function run(
  steps: readonly Step[],
  each: (state: LedgerState, history: History, index: number, isAccepted: boolean) => void,
): LedgerState {
  const state = ledgerOfTwo()
  const history: History = { steps, accepted: new Set() }
  let minted = 1_000
  for (const index of steps.keys()) {
    const posting = { at: timeOf(index), source: sourceOf(index), storeId: null, mintId: () => uuidOf(minted++) }
    const plan = acceptedPlan(planStep(state, history, index, posting))
    if (plan) applyPlan(state, plan)
    each(state, history, index, plan !== null)
    if (plan) history.accepted.add(index)
  }
  return state
}

/** The invariants of ARCHITECTURE section 4, read from the rows alone. */
function assertInvariants(state: LedgerState): void {
  const total = new Map<string, number>()
  for (const account of state.accounts.values()) {
    let entries = 0
    let lots = 0
    for (const entry of state.entries.values()) {
      if (entry.debitAccountId === account.id) entries -= entry.units
      if (entry.creditAccountId === account.id) entries += entry.units
    }
    for (const lot of state.lots.values()) if (lot.accountId === account.id) lots += lot.remainingUnits
    assert.equal(account.balanceUnits, entries, 'balance = Σ entries')
    assert.equal(account.balanceUnits, lots - account.debtUnits, 'balance = Σ lots − debt')
    assert.ok(account.balanceUnits >= -account.debtUnits && account.debtUnits >= 0)
    total.set(account.asset, (total.get(account.asset) ?? 0) + account.balanceUnits)
  }
  for (const entry of state.entries.values()) {
    if (entry.debitBook) total.set(entry.asset, (total.get(entry.asset) ?? 0) - entry.units)
    if (entry.creditBook) total.set(entry.asset, (total.get(entry.asset) ?? 0) + entry.units)
  }
  for (const [asset, sum] of total) assert.equal(sum, 0, `Σ over all accounts of ${asset} is zero`)
  const taken = new Map<string, { units: number; held: number }>()
  for (const { uses } of state.entries.values()) {
    for (const use of uses) {
      const sum = taken.get(use.lotId) ?? { units: 0, held: 0 }
      taken.set(use.lotId, { units: sum.units + use.units, held: sum.held + use.heldUnits })
    }
  }
  for (const lot of state.lots.values()) {
    const { units, held } = taken.get(lot.id) ?? { units: 0, held: 0 }
    assert.equal(lot.remainingUnits, lot.grantedUnits - units, 'remaining = granted − Σ uses')
    assert.equal(lot.heldUnits, held)
    assert.ok(lot.remainingUnits >= lot.heldUnits && lot.heldUnits >= 0)
  }
}

const histories = historyArbitrary(13)

test(`${runs} random histories: after every step the invariants hold and the naive ledger agrees; a replay gives the same rows`, () => {
  fc.assert(
    fc.property(histories, (steps) => {
      const naive = new NaiveLedger()
      const first = run(steps, (state, history, index, isAccepted) => {
        const at = timeOf(index)
        assertInvariants(state)
        assert.equal(
          isAccepted,
          doNaively(naive, history, index),
          `step ${index} is ${isAccepted ? 'accepted' : 'refused'}`,
        )
        assert.deepEqual(describeState(state), describeNaively(naive))
        for (const ownerId of owners) {
          for (const assets of [['points'], purse]) {
            const keys = assets.map((asset) => ({ ...ownerOf(ownerId), asset }))
            assert.equal(availableUnits(state, keys, at), naive.available(ownerId, assets, at.getTime()))
          }
        }
      })
      assert.deepEqual(
        run(steps, () => {}),
        first,
      )
    }),
    { numRuns: runs },
  )
})
