import { planGrant } from '#modules/ledger/grant-rules.ts'
import { applyPlan, type AccountKey, type LedgerState, type Plan } from '#modules/ledger/ledger-rules.ts'
import { postingOf, writeLedger } from '#modules/ledger/post-ledger.ts'
import { planRestore } from '#modules/ledger/restore-rules.ts'
import { planSpend, planWithdrawal } from '#modules/ledger/spend-rules.ts'
import { itemScopes } from '#modules/catalog/item-facts.ts'
import { consumeApproval } from '#modules/identity/use-approval.ts'
import { lockMembers } from '#modules/members/lock-members.ts'
import { openStoreIn, storeFacts } from '#modules/shops/store-facts.ts'
import { actorId, actorMay, refuseForeignStore } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { localDay } from '#shared/business-day.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { noteChanges } from './change-queries.ts'
import { componentOf, expiryOf, type HeldPass, lockForVisit, lockPass, visitAccount } from './held-passes.ts'
import { writeDays } from './move-end.ts'
import { datesOfFirstUse, type Pass, refuseComponent, refusePass, type Visit } from './pass-rules.ts'
import { checkPerson, type Proof } from './person-at-counter.ts'
import type { PassComponent } from './plan-types.ts'
import { insertUses, readUse, writeUndo, type ShownBy } from './use-queries.ts'
import { sharesOf, unitValue } from './value-rules.ts'

export type UseInput = {
  useId: string
  passId: string
  componentId: string
  /** Who comes: the holder, or one of the family. */
  memberId: string
  storeId: string
  itemId?: string | undefined
  staffGrade?: string | undefined
  units?: number | undefined
} & Proof

export type Used = {
  useId: string
  passId: string
  componentId: string
  units: number
  leftUnits: number | null
  valueCents: number
}

/** A visit as rules ask for it. Refuses an unknown item. */
export async function visitOf(
  work: Work,
  input: Pick<UseInput, 'storeId' | 'memberId' | 'itemId' | 'staffGrade' | 'units'>,
  { zone, at = work.at }: { zone: string; at?: Date },
): Promise<Visit> {
  const { storeId, memberId, itemId, staffGrade, units = 1 } = input
  const item = itemId === undefined ? null : ((await itemScopes(work, [itemId])).get(itemId) ?? null)
  if (itemId !== undefined && !item) throw new Refused('item_not_found', { itemId })
  return { at, day: localDay(at, zone), zone, storeId, memberId, item, staffGrade: staffGrade ?? null, units }
}

/**
 * Uses a pass: its units are spent in the ledger under the use's id, one entry for every visit; where there is no end of units,
 * each visit grants what it spends. The first use begins a period that waits for it.
 *
 * Refuses what `refusePass` and `refuseComponent` refuse, and who cannot show who they are. Locks the member, the pass, then its accounts.
 */
export async function usePass(work: Work, input: UseInput): Promise<Used> {
  const { useId, passId, componentId, units = 1 } = input
  // One flight: the member is locked before the pass, the pass before its account, and each is read as it is once it is locked.
  const [stores, members, held] = await Promise.all([
    storeFacts(work, [input.storeId]),
    lockMembers(work, [input.memberId]),
    lockForVisit(work, passId, componentId),
  ])
  const store = accept(openStoreIn(stores, work.actor, input.storeId))
  accept(members.get(input.memberId)!)
  const shown = await checkPerson(work, input.memberId, input)
  const component = componentOf(held.pass, componentId)
  const visit = await visitOf(work, input, { zone: held.pass.zone })
  accept(refusePass(held.pass, visit))
  const left = held.left.get(componentId) ?? null
  accept(refuseComponent(held.pass, component, visit, { left, taken: held.taken }))
  const plans = planVisit(work, held, component, { useId, units, storeId: store.id })
  const valueCents = valueOf(held, component, units)
  work.leave(writeLedger(work, plans))
  const place = { passId, componentId, memberId: input.memberId, storeId: store.id, itemId: input.itemId ?? null }
  const use = { ...place, units, day: visit.day, at: work.at, shown, bookingId: null, valueCents }
  work.leave(insertUses(work, [{ ...use, id: useId, actorId: actorId(work.actor) }]))
  await beginPeriod(work, held.pass, visit.day, { kind: 'pass_use', id: useId })
  tellUsed(work, held.pass, { useId, componentId, units, storeId: store.id, memberId: input.memberId, shown })
  return { useId, passId, componentId, units, leftUnits: left === null ? null : left - units, valueCents }
}

type VisitPosting = { useId: string; units: number; storeId: string }

/** One spend for each visit; unlimited components are granted what they spend, so that every visit is an entry. */
function planVisit(
  work: Work,
  held: HeldPass,
  component: PassComponent,
  { useId, units, storeId }: VisitPosting,
): Plan[] {
  const account = visitAccount(held.pass.id, component.id)
  const posting = postingOf(work, { kind: 'pass_use', id: useId }, storeId)
  const plans: Plan[] = []
  const take = (plan: Plan) => {
    applyPlan(held.ledger, plan)
    plans.push(plan)
  }
  if (component.units === null) {
    take(
      accept(
        planGrant(
          held.ledger,
          { account, units, terms: { expiry: expiryOf(held.pass.endsDay, held.pass.zone) } },
          posting,
        ),
      ),
    )
  }
  take(accept(planSpend(held.ledger, { accounts: [account], units }, posting)))
  return plans
}

/** What these units are worth of the price paid (R26): for revenue, commission and refunds. */
export function valueOf({ pass, usedUnits }: HeldPass, component: PassComponent, units: number): number {
  const share = sharesOf(pass.terms, pass.paidCents, pass.listCents).find(
    ({ componentId }) => componentId === component.id,
  )
  if (!share || component.units === null) return 0
  return unitValue(share.paidCents, component.units, usedUnits.get(component.id) ?? 0, units)
}

/** The first use begins the period; in any case the pass remembers when it was last touched. */
export async function beginPeriod(
  work: Work,
  pass: Pass,
  day: string,
  source: { kind: string; id: string },
): Promise<void> {
  const dates = datesOfFirstUse(pass, day)
  await writeDays(work, pass, dates ? { ...pass, ...dates } : pass, day, source)
  if (dates) await noteChanges(work, [{ passId: pass.id, kind: 'started', facts: dates }])
}

export function tellUsed(
  work: Work,
  pass: Pass,
  use: { useId: string; componentId: string; units: number; storeId: string; memberId: string; shown: ShownBy },
): void {
  work.emit({
    type: 'pass.used',
    subject: { kind: 'member', id: pass.memberId },
    data: { passId: pass.id, planId: pass.planId, ...use },
  })
}

/**
 * Takes back a use that should not have been: its units return to the lots they came from, with what these lots still are worth.
 * Authority: the permission, or a manager's approval for this very use. Refuses a second undo, and a use of a pass that ended.
 */
export async function undoUse(
  work: Work,
  { useId, reason, approvalId }: { useId: string; reason: string; approvalId?: string | undefined },
): Promise<{ useId: string; passId: string }> {
  const use = await readUse(work, useId)
  if (!use) throw new Refused('pass_use_not_found')
  accept(refuseForeignStore(work.actor, use.storeId))
  const approval = await authorityFor(work, useId, approvalId)
  const source = { kind: 'pass_use', id: useId }
  const held = await lockPass(work, use.passId, [source])
  if (held.pass.endedAt) throw new Refused('pass_ended')
  const component = componentOf(held.pass, use.componentId)
  if (!(await writeUndo(work, useId, actorId(work.actor), reason))) throw new Refused('pass_use_undone_before')
  await writeLedger(work, planUndo(work, held, component, { useId, units: use.units, storeId: use.storeId }))
  await beginPeriod(work, held.pass, held.today, source)
  const { memberId, id: passId } = held.pass
  work.emit({
    type: 'pass.use_undone',
    subject: { kind: 'member', id: memberId },
    data: { passId, useId, componentId: use.componentId, units: use.units },
  })
  work.audit({
    action: 'passes.undo',
    subject: { kind: 'pass', id: passId },
    changes: { units: [use.units, 0] },
    reason,
    ...(approval ? { approvedBy: approval.approvedBy } : {}),
  })
  return { useId, passId }
}

async function authorityFor(work: Work, useId: string, approvalId: string | undefined) {
  if (actorMay(work.actor, 'passes.undo')) return null
  if (!approvalId) throw new Refused('pass_undo_approval_needed', { permission: 'passes.undo' })
  return consumeApproval(work, { approvalId, permission: 'passes.undo', subject: { kind: 'pass_use', id: useId } })
}

function planUndo(
  work: Work,
  held: HeldPass,
  component: PassComponent,
  { useId, units, storeId }: VisitPosting,
): Plan[] {
  const account = visitAccount(held.pass.id, component.id)
  const posting = postingOf(work, { kind: 'pass_undo', id: useId }, storeId)
  const back = accept(
    planRestore(
      held.ledger,
      {
        spend: { kind: 'pass_use', id: useId },
        units,
        owner: account,
        assets: [account.asset],
        expired: { policy: 'void' },
      },
      posting,
    ),
  )
  applyPlan(held.ledger, back)
  if (component.units !== null || back.voidedUnits > 0) return [back]
  return [back, accept(forfeit(held.ledger, account, units, posting))]
}

/** What an unlimited component was granted for a visit that was not: it never belonged to the member. */
export function forfeit(
  ledger: LedgerState,
  account: AccountKey,
  units: number,
  posting: ReturnType<typeof postingOf>,
) {
  const plan = planWithdrawal(ledger, { accounts: [account], kind: 'forfeit', from: { units } }, posting)
  return plan
}
