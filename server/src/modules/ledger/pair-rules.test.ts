import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { mulDivRound } from '#shared/money.ts'
import { accept } from '#shared/refusal.ts'
import { planPairGrant } from './grant-rules.ts'
import { purse } from './history-steps.ts'
import { ownerOf, sourceOf, uuidOf } from './ledger-history.ts'
import {
  applyPlan,
  drawModes,
  emptyLedger,
  newAccount,
  putAccount,
  type DrawMode,
  type Posting,
} from './ledger-rules.ts'
import { planRestore } from './restore-rules.ts'
import { planSpend } from './spend-rules.ts'

const owner = ownerOf(uuidOf(1))
const keys = purse.map((asset) => ({ ...owner, asset }))
const [principalKey, bonusKey] = keys as [(typeof keys)[0], (typeof keys)[0]]
const at = new Date('2026-03-01T06:00:00Z')

/** A member with one top-up, and what can be done with it. */
function makePurse(principal: number, bonus: number, drawMode: DrawMode) {
  const state = emptyLedger()
  for (const [i, key] of keys.entries()) putAccount(state, newAccount(uuidOf(i + 10), key))
  let minted = 100
  const posting = (n: number): Posting => ({ at, source: sourceOf(n), storeId: null, mintId: () => uuidOf(minted++) })
  const terms = { expiry: null }
  const grant = planPairGrant(
    state,
    {
      principal: { account: principalKey, units: principal, terms },
      bonus: bonus > 0 ? { account: bonusKey, units: bonus, terms } : null,
      drawMode,
    },
    posting(0),
  )
  applyPlan(state, accept(grant))
  const balances = () => keys.map((_, i) => state.accounts.get(uuidOf(i + 10))!.balanceUnits)
  return {
    state,
    left: () => ({ principal: balances()[0]!, bonus: balances()[1]! }),
    spend: (n: number, units: number) =>
      applyPlan(state, accept(planSpend(state, { accounts: keys, units }, posting(n)))),
    restore: (n: number, spend: number, units: number) => {
      const command = { spend: sourceOf(spend), units, owner, expired: { policy: 'void' } } as const
      applyPlan(state, accept(planRestore(state, command, posting(n))))
    },
  }
}

const money = fc.oneof(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 10_000_000 }))
const pairs = fc.record({
  principal: money,
  bonus: fc.oneof(fc.constant(0), money),
  mode: fc.constantFrom(...drawModes),
})
const shares = fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 1, maxLength: 12 })

test('principal left is principal − round(consumed · principal / face value) after every spend and refund (R2, R3, R4)', () => {
  fc.assert(
    fc.property(pairs, shares, ({ principal, bonus }, steps) => {
      const member = makePurse(principal, bonus, 'proportional')
      const spent: { n: number; units: number }[] = []
      for (const [i, step] of steps.entries()) {
        const { principal: p, bonus: b } = member.left()
        const last = spent.at(-1)
        if (step % 3 === 0 && last) {
          const units = Math.max(1, Math.floor((last.units * step) / 1_000))
          member.restore(i + 1, last.n, units)
          last.units -= units
          if (last.units === 0) spent.pop()
        } else {
          const units = Math.ceil(((p + b) * step) / 3_000)
          if (units === 0) continue
          member.spend(i + 1, units)
          spent.push({ n: i + 1, units })
        }
        const left = member.left()
        const consumed = principal + bonus - left.principal - left.bonus
        assert.equal(left.principal, principal - mulDivRound(consumed, principal, principal + bonus))
      }
    }),
    { numRuns: 2_000 },
  )
})

test('a refund of the last spend leaves every lot as it was before', () => {
  fc.assert(
    fc.property(pairs, shares, ({ principal, bonus, mode }, steps) => {
      const member = makePurse(principal, bonus, mode)
      for (const [i, step] of steps.entries()) {
        const units = Math.ceil(((member.left().principal + member.left().bonus) * step) / 3_000)
        if (units === 0) continue
        const before = [...member.state.lots.values()]
        member.spend(2 * i + 1, units)
        member.restore(2 * i + 2, 2 * i + 1, units)
        assert.deepEqual([...member.state.lots.values()], before)
        member.spend(1_000 + i, Math.ceil(units / 2))
      }
    }),
    { numRuns: 1_000 },
  )
})

test('refunds of all spends in any order bring back the whole top-up', () => {
  fc.assert(
    fc.property(pairs, shares, fc.infiniteStream(fc.nat()), ({ principal, bonus, mode }, steps, order) => {
      const member = makePurse(principal, bonus, mode)
      const spent: { n: number; units: number }[] = []
      for (const [i, step] of steps.entries()) {
        const units = Math.ceil(((member.left().principal + member.left().bonus) * step) / 3_000)
        if (units === 0) continue
        member.spend(i + 1, units)
        spent.push({ n: i + 1, units })
      }
      for (let n = 100; spent.length > 0; n++) {
        const { value } = order.next()
        const [one] = spent.splice(value % spent.length, 1)
        const part = Math.ceil(one!.units / 2)
        member.restore(n, one!.n, part)
        if (one!.units > part) spent.push({ n: one!.n, units: one!.units - part })
      }
      assert.deepEqual(member.left(), { principal, bonus })
    }),
    { numRuns: 1_000 },
  )
})

const examples: { mode: DrawMode; spend: number; left: { principal: number; bonus: number } }[] = [
  { mode: 'proportional', spend: 600_00, left: { principal: 500_00, bonus: 100_00 } },
  { mode: 'principal_first', spend: 600_00, left: { principal: 400_00, bonus: 200_00 } },
  { mode: 'principal_first', spend: 1_100_00, left: { principal: 0, bonus: 100_00 } },
  { mode: 'bonus_first', spend: 150_00, left: { principal: 1_000_00, bonus: 50_00 } },
  { mode: 'bonus_first', spend: 600_00, left: { principal: 600_00, bonus: 0 } },
]
for (const { mode, spend, left } of examples) {
  test(`of 1,000 and 200 on top, drawn ${mode}, ${spend / 100} spent leaves ${left.principal / 100} and ${left.bonus / 100}`, () => {
    const member = makePurse(1_000_00, 200_00, mode)
    member.spend(1, spend)
    assert.deepEqual(member.left(), left)
  })
}
