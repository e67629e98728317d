import assert from 'node:assert/strict'
import { test } from 'node:test'
import { endOfLocalDay } from '#shared/business-day.ts'
import { accept, isRefusal, type Refusal } from '#shared/refusal.ts'
import { planClawback, type Clawback } from './clawback-rules.ts'
import { planExpiry } from './expire-rules.ts'
import { planGrant, type Grant } from './grant-rules.ts'
import { planConsume, planHold, planRelease } from './hold-rules.ts'
import { ownerOf, sourceOf, uuidOf } from './ledger-history.ts'
import {
  applyPlan,
  availableUnits,
  emptyLedger,
  newAccount,
  putAccount,
  type Plan,
  type Posting,
} from './ledger-rules.ts'
import { planMerge, planMove, planUnmerge } from './move-rules.ts'
import { planRestore, type ExpiredPolicy } from './restore-rules.ts'
import { planSpend } from './spend-rules.ts'

const lin = { ...ownerOf(uuidOf(1)), asset: 'points' }
const wang = { ...ownerOf(uuidOf(2)), asset: 'points' }
const day = (text: string, hour = 12) => new Date(`${text}T${String(hour).padStart(2, '0')}:00:00+08:00`)
const through = (text: string) => ({ at: endOfLocalDay(text, 'Asia/Shanghai'), day: text, zone: 'Asia/Shanghai' })
const always: ExpiredPolicy = { policy: 'void' }

/** A ledger of two members' points, told what to do step by step. */
function makeLedger() {
  const state = emptyLedger()
  putAccount(state, newAccount(uuidOf(10), lin))
  putAccount(state, newAccount(uuidOf(20), wang))
  let minted = 100
  const posting = (n: number, at: Date): Posting => ({
    at,
    source: sourceOf(n),
    storeId: null,
    mintId: () => uuidOf(minted++),
  })
  function apply<T extends Plan>(plan: T | Refusal): T {
    const accepted = accept(plan) as T
    applyPlan(state, accepted)
    return accepted
  }
  return {
    state,
    posting,
    apply,
    grant: (n: number, at: Date, units: number, terms: Grant['terms'] = { expiry: null }) =>
      apply(planGrant(state, { account: lin, units, terms }, posting(n, at))),
    spend: (n: number, at: Date, units: number) => apply(planSpend(state, { accounts: [lin], units }, posting(n, at))),
    clawBack: (n: number, at: Date, units: number, shortfall: Clawback['shortfall'], granted: number | null = null) =>
      apply(
        planClawback(
          state,
          { account: lin, units, granted: granted === null ? null : sourceOf(granted), shortfall },
          posting(n, at),
        ),
      ),
    restore: (n: number, at: Date, spend: number, units: number, expired: ExpiredPolicy = always) =>
      planRestore(state, { spend: sourceOf(spend), units, owner: lin, expired }, posting(n, at)),
    account: (id = 10) => state.accounts.get(uuidOf(id))!,
    available: (at: Date, key = lin) => availableUnits(state, [key], at),
    lots: (id = 10) => (state.lotIds.get(uuidOf(id)) ?? []).map((lotId) => state.lots.get(lotId)!.remainingUnits),
  }
}

test('what expires first is spent first, what never expires last (R10)', () => {
  const ledger = makeLedger()
  ledger.grant(1, day('2026-01-01'), 10)
  ledger.grant(2, day('2026-01-02'), 10, { expiry: through('2026-12-31') })
  ledger.grant(3, day('2026-01-03'), 10, { expiry: through('2026-06-30') })
  ledger.spend(4, day('2026-02-01'), 15)
  assert.deepEqual(ledger.lots(), [10, 5, 0])
})

test('points are good through the last second of their local day, and gone with the next, swept or not (R11)', () => {
  const ledger = makeLedger()
  ledger.grant(1, day('2026-01-01'), 10, { expiry: through('2026-06-30') })
  assert.equal(ledger.available(new Date('2026-06-30T23:59:59.999+08:00')), 10)
  const midnight = new Date('2026-07-01T00:00:00+08:00')
  assert.equal(ledger.available(midnight), 0)
  const refused = planSpend(ledger.state, { accounts: [lin], units: 1 }, ledger.posting(2, midnight))
  assert.ok(isRefusal(refused) && refused.code === 'balance_insufficient')
  assert.deepEqual(refused.details, { asset: 'points', availableUnits: 0, askedUnits: 1 })

  const sweep = () => ledger.apply(planExpiry(ledger.state, lin, ledger.posting(3, midnight)))
  assert.equal(sweep().expiredUnits, 10)
  assert.equal(sweep().entries.length, 0, 'the sweep writes each expiry once')
  assert.equal(ledger.account().balanceUnits, 0)
})

test('pending points count as owed but cannot be spent yet (R13)', () => {
  const ledger = makeLedger()
  ledger.grant(1, day('2026-01-01'), 10, { expiry: null, usableFrom: day('2026-01-08') })
  assert.equal(ledger.account().balanceUnits, 10)
  assert.equal(ledger.available(day('2026-01-07')), 0)
  assert.equal(ledger.available(day('2026-01-08')), 10)
})

test('a refund first cancels the points still pending from that sale (R13)', () => {
  const ledger = makeLedger()
  ledger.grant(1, day('2026-01-01'), 10)
  ledger.grant(2, day('2026-01-02'), 8, { expiry: null, usableFrom: day('2026-01-09') })
  ledger.clawBack(3, day('2026-01-03'), 5, 'debt', 2)
  assert.deepEqual(ledger.lots(), [10, 3])
})

for (const { policy, after } of [
  { policy: { policy: 'void' } as const, after: { balance: 0, available: 0, voided: 10 } },
  {
    policy: { policy: 'reopen', expiry: through('2026-07-31') } as const,
    after: { balance: 10, available: 10, voided: 0 },
  },
]) {
  test(`points refunded after their expiry, policy ${policy.policy}: ${after.balance} come back (R15)`, () => {
    const ledger = makeLedger()
    ledger.grant(1, day('2026-01-01'), 10, { expiry: through('2026-06-30') })
    ledger.spend(2, day('2026-02-01'), 10)
    const plan = ledger.apply(ledger.restore(3, day('2026-07-01'), 2, 10, policy))
    assert.equal(plan.voidedUnits, after.voided)
    assert.equal(ledger.account().balanceUnits, after.balance)
    assert.equal(ledger.available(day('2026-07-01')), after.available)
    assert.equal(ledger.available(day('2026-08-01')), 0)
  })
}

test('points taken back beyond the balance become a debt that the next earnings repay before a lot opens (R16)', () => {
  const ledger = makeLedger()
  ledger.grant(1, day('2026-01-01'), 100)
  ledger.spend(2, day('2026-01-02'), 80)
  const { takenUnits, debtUnits } = ledger.clawBack(3, day('2026-01-03'), 100, 'debt', 1)
  assert.deepEqual({ takenUnits, debtUnits }, { takenUnits: 20, debtUnits: 80 })
  assert.equal(ledger.account().balanceUnits, -80)

  const first = ledger.grant(4, day('2026-01-04'), 50)
  assert.deepEqual([first.lotId, first.repaidUnits], [null, 50])
  assert.equal(ledger.account().debtUnits, 30)
  assert.equal(ledger.grant(5, day('2026-01-05'), 50).repaidUnits, 30)
  assert.deepEqual(
    [ledger.account().balanceUnits, ledger.account().debtUnits, ledger.available(day('2026-01-05'))],
    [20, 0, 20],
  )
})

test('with clamp the entry carries what was really taken, and nothing is booked when there is nothing (R16)', () => {
  const ledger = makeLedger()
  ledger.grant(1, day('2026-01-01'), 30)
  const first = ledger.clawBack(2, day('2026-01-02'), 100, 'clamp')
  assert.deepEqual([first.takenUnits, first.shortfallUnits, first.entries[0]!.units], [30, 70, 30])
  assert.equal(ledger.clawBack(3, day('2026-01-02'), 100, 'clamp').entries.length, 0)
})

test('more than was spent is never given back', () => {
  const ledger = makeLedger()
  ledger.grant(1, day('2026-01-01'), 30)
  ledger.spend(2, day('2026-01-02'), 20)
  ledger.apply(ledger.restore(3, day('2026-01-03'), 2, 15))
  const second = ledger.restore(4, day('2026-01-03'), 2, 6)
  assert.ok(isRefusal(second) && second.code === 'restore_exceeds_spend')
  assert.deepEqual(second.details, { restorableUnits: 5, askedUnits: 6 })
  const unknown = ledger.restore(5, day('2026-01-03'), 99, 1)
  assert.ok(isRefusal(unknown) && unknown.code === 'spend_not_found')
})

test('a refund refills the lot used last first (R4)', () => {
  const ledger = makeLedger()
  ledger.grant(1, day('2026-01-01'), 10, { expiry: through('2026-06-30') })
  ledger.grant(2, day('2026-01-02'), 10, { expiry: through('2026-12-31') })
  ledger.spend(3, day('2026-01-03'), 15)
  ledger.apply(ledger.restore(4, day('2026-01-04'), 3, 7))
  assert.deepEqual(ledger.lots(), [2, 10])
})

test('given points keep their expiry and age, and those of a sale still returnable stay (R18)', () => {
  const ledger = makeLedger()
  ledger.grant(1, day('2026-01-01'), 10, { expiry: through('2026-06-30') })
  ledger.grant(2, day('2026-01-02'), 10)
  const gift = { from: lin, to: wang, assets: ['points'], kind: 'gift' as const, except: [sourceOf(2)] }
  const refused = planMove(ledger.state, { ...gift, units: 11 }, ledger.posting(3, day('2026-01-03')))
  assert.ok(isRefusal(refused))
  ledger.apply(planMove(ledger.state, { ...gift, units: 6 }, ledger.posting(3, day('2026-01-03'))))
  assert.deepEqual([ledger.lots(10), ledger.lots(20)], [[4, 10], [6]])
  assert.equal(ledger.available(day('2026-07-01'), wang), 0)
  const [given] = (ledger.state.lotIds.get(uuidOf(20)) ?? []).map((id) => ledger.state.lots.get(id)!)
  assert.deepEqual(given!.earnedAt, day('2026-01-01'))
})

test('a merge moves all that is held and owed, and its undo brings back what was not spent', () => {
  const ledger = makeLedger()
  ledger.grant(1, day('2026-01-01'), 10)
  ledger.clawBack(2, day('2026-01-02'), 25, 'debt')
  ledger.apply(
    planGrant(
      ledger.state,
      { account: wang, units: 40, terms: { expiry: null } },
      ledger.posting(3, day('2026-01-03')),
    ),
  )
  ledger.apply(
    planMerge(ledger.state, { from: lin, to: wang, assets: ['points'] }, ledger.posting(4, day('2026-01-04'))),
  )
  assert.deepEqual(
    [ledger.account(10).debtUnits, ledger.account(10).balanceUnits, ledger.account(20).balanceUnits],
    [0, 0, 25],
  )

  ledger.apply(
    planMerge(ledger.state, { from: wang, to: lin, assets: ['points'] }, ledger.posting(5, day('2026-01-05'))),
  )
  ledger.spend(6, day('2026-01-06'), 5)
  const undo = { merge: sourceOf(5), from: lin, to: wang, assets: ['points'] }
  const { movedUnits } = ledger.apply(planUnmerge(ledger.state, undo, ledger.posting(7, day('2026-01-07'))))
  assert.deepEqual([movedUnits, ledger.account(10).balanceUnits, ledger.account(20).balanceUnits], [20, 0, 20])
})

test('held units stay owed, cannot be spent, and are consumed even after their lot has expired (R25)', () => {
  const ledger = makeLedger()
  ledger.grant(1, day('2026-01-01'), 10, { expiry: through('2026-01-31') })
  const hold = { account: lin, units: 4, usableAt: day('2026-01-31') }
  ledger.apply(planHold(ledger.state, hold, ledger.posting(2, day('2026-01-10'))))
  assert.deepEqual([ledger.account().balanceUnits, ledger.available(day('2026-01-10'))], [10, 6])
  const tooLate = { ...hold, usableAt: day('2026-02-01') }
  assert.ok(isRefusal(planHold(ledger.state, tooLate, ledger.posting(3, day('2026-01-10')))))

  ledger.apply(planExpiry(ledger.state, lin, ledger.posting(4, day('2026-02-01'))))
  assert.equal(ledger.account().balanceUnits, 4)
  ledger.apply(planConsume(ledger.state, { hold: sourceOf(2), units: 3 }, ledger.posting(5, day('2026-02-01'))))
  ledger.apply(planRelease(ledger.state, { hold: sourceOf(2), units: 1 }, ledger.posting(6, day('2026-02-01'))))
  ledger.apply(planExpiry(ledger.state, lin, ledger.posting(7, day('2026-02-01'))))
  assert.deepEqual([ledger.account().balanceUnits, ledger.account().heldUnits], [0, 0])
})

test('what is held last is released first', () => {
  const ledger = makeLedger()
  ledger.grant(1, day('2026-01-01'), 3, { expiry: through('2026-01-31') })
  ledger.grant(2, day('2026-01-02'), 3)
  const hold = { account: lin, units: 5, usableAt: day('2026-01-20') }
  ledger.apply(planHold(ledger.state, hold, ledger.posting(3, day('2026-01-10'))))
  ledger.apply(planRelease(ledger.state, { hold: sourceOf(3), units: 2 }, ledger.posting(4, day('2026-01-11'))))
  ledger.spend(5, day('2026-01-12'), 3)
  assert.deepEqual(ledger.lots(), [3, 0])
})

test('what a sale made offline spent beyond the balance is the merchant’s shortfall, not the member’s', () => {
  const ledger = makeLedger()
  ledger.grant(1, day('2026-01-01'), 10)
  const spend = { accounts: [lin], units: 25, shortfall: 'merchant' as const }
  const plan = ledger.apply(planSpend(ledger.state, spend, ledger.posting(2, day('2026-01-02'))))
  assert.deepEqual([plan.parts, plan.shortfallUnits], [[{ asset: 'points', units: 10 }], 15])
  assert.deepEqual(
    plan.entries.map((entry) => [entry.debitBook, entry.creditBook, entry.units]),
    [
      [null, 'spent', 10],
      ['offline_shortfall', 'spent', 15],
    ],
  )
})

test('a balance beyond what can be counted is refused', () => {
  const ledger = makeLedger()
  ledger.grant(1, day('2026-01-01'), 1_000_000_000_000_000)
  const more = planGrant(
    ledger.state,
    { account: lin, units: 1, terms: { expiry: null } },
    ledger.posting(2, day('2026-01-02')),
  )
  assert.ok(isRefusal(more) && more.code === 'balance_too_large')
})
