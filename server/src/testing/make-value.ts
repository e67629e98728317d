import { planGrant, planPairGrant } from '#modules/ledger/grant-rules.ts'
import { accountIn, applyPlan, availableUnits } from '#modules/ledger/ledger-rules.ts'
import { lockLedger, postingOf, readLedger, writeLedger } from '#modules/ledger/post-ledger.ts'
import { planWithdrawal } from '#modules/ledger/spend-rules.ts'
import { accountsOfMember } from '#modules/cashier/sale/hold-for-sales.ts'
import type { Work } from '#platform/work.ts'
import { endOfLocalDay } from '#shared/business-day.ts'
import { newId } from '#shared/ids.ts'
import { accept } from '#shared/refusal.ts'

/** Stored value as a top-up leaves it: principal and, where given, a bonus paired with it. */
export async function makeStoredValue(
  work: Work,
  memberId: string,
  principalCents: number,
  bonusCents = 0,
): Promise<void> {
  const [principal, bonus] = accountsOfMember(memberId).stored
  const state = await lockLedger(work, [principal!, bonus!])
  const plan = accept(
    planPairGrant(
      state,
      {
        principal: { account: principal!, units: principalCents, terms: { expiry: null } },
        bonus: bonusCents > 0 ? { account: bonus!, units: bonusCents, terms: { expiry: null } } : null,
        drawMode: 'proportional',
      },
      postingOf(work, { kind: 'top_up', id: newId() }),
    ),
  )
  applyPlan(state, plan)
  await writeLedger(work, [plan])
}

/** Points that are good through a day in Shanghai. */
export async function makePoints(work: Work, memberId: string, units: number, expiresDay: string): Promise<void> {
  const { points } = accountsOfMember(memberId)
  const zone = 'Asia/Shanghai'
  const expiry = { at: endOfLocalDay(expiresDay, zone), day: expiresDay, zone }
  const state = await lockLedger(work, [points])
  const posting = postingOf(work, { kind: 'adjustment', id: newId() })
  await writeLedger(work, [accept(planGrant(state, { account: points, units, terms: { expiry } }, posting))])
}

/** What a member can use now: stored value (principal and bonus together) and points. */
export async function holdings(work: Work, memberId: string) {
  const { stored, points } = accountsOfMember(memberId)
  const state = await readLedger(work, [...stored, points])
  const units = (keys: typeof stored) => availableUnits(state, keys, work.at)
  return {
    storedCents: units(stored),
    principalCents: units(stored.slice(0, 1)),
    bonusCents: units(stored.slice(1)),
    points: units([points]),
  }
}

/** Points taken by the shop, as a correction: what a member no longer has when a sale comes back. */
export async function takePoints(work: Work, memberId: string, units: number): Promise<void> {
  const { points } = accountsOfMember(memberId)
  const state = await lockLedger(work, [points])
  const posting = postingOf(work, { kind: 'adjustment', id: newId() })
  await writeLedger(work, [
    accept(planWithdrawal(state, { accounts: [points], kind: 'adjust', from: { units } }, posting)),
  ])
}

/** What a member owes in points (R16). */
export async function pointsDebt(work: Work, memberId: string): Promise<number> {
  const { points } = accountsOfMember(memberId)
  const state = await readLedger(work, [points])
  return accountIn(state, points).debtUnits
}
