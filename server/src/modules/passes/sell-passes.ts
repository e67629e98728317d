import { planGrant } from '#modules/ledger/grant-rules.ts'
import { applyPlan, type Plan } from '#modules/ledger/ledger-rules.ts'
import { lockLedger, postingOf, writeLedger } from '#modules/ledger/post-ledger.ts'
import { readStoreLaw } from '#modules/law-packs/store-law.ts'
import type { Work } from '#platform/work.ts'
import { addDays, localDay } from '#shared/business-day.ts'
import { newId } from '#shared/ids.ts'
import { accept } from '#shared/refusal.ts'
import { noteChanges } from './change-queries.ts'
import { expiryOf, visitAccount } from './held-passes.ts'
import { insertPasses, type PassRow, readLastOfLine } from './pass-queries.ts'
import { datesOfSale } from './pass-rules.ts'
import type { PlanVersion, RefundPolicy } from './plan-types.ts'
import { refundPolicyOf } from './refund-policy-rules.ts'

/** A plan as a line of a sale sold it. */
export type SoldPlan = {
  plan: PlanVersion
  memberId: string
  saleId: string
  saleLineId: string
  storeId: string
  zone: string
  /** What was paid for the line, and what it would have cost without any discount. */
  paidCents: number
  listCents: number
  renewsPassId: string | null
  /** The command that sold it, with its own moment and cashier. */
  by: Work
}

/**
 * Makes the passes that a batch of sales sold, in the sales' transaction: each pinned to its plan's version and to what the law says
 * today, its units in the ledger. A renewal begins the day after the last pass of its line; after that has ended, like any other.
 * Nobody else knows these passes yet: nothing is waited for.
 */
export async function grantSoldPasses(work: Work, sold: readonly SoldPlan[]): Promise<void> {
  if (sold.length === 0) return
  const lines = await readLastOfLine(
    work,
    sold.flatMap(({ renewsPassId }) => renewsPassId ?? []),
  )
  const policies = await policiesOf(work, sold)
  const passes = sold.map((each): PassRow => {
    const { plan, memberId, saleId, saleLineId, storeId, zone, paidCents, listCents, renewsPassId, by } = each
    const { at } = by
    const soldDay = localDay(at, zone)
    const last = renewsPassId === null ? undefined : lines.get(renewsPassId)
    const follows = last && last.endsDay !== null && last.endsDay >= soldDay ? last : undefined
    const id = newId(at.getTime())
    const row: PassRow = {
      ...{
        id,
        planId: plan.planId,
        planVersion: plan.version,
        memberId,
        saleId,
        saleLineId,
        storeId,
        soldAt: at,
        soldDay,
        zone,
      },
      ...{ paidCents, listCents, refundPolicy: policies.get(storeId)!, extendedDays: 0, lastAt: at },
      ...datesOfSale(plan.terms, soldDay, follows ? addDays(follows.endsDay!, 1) : null),
      renewsPassId: last?.id ?? null,
      ...{ cancelAskedAt: null, endedAt: null, endedAs: null, refundedCents: 0 },
    }
    // A second renewal of the same pass in one batch stands behind the first.
    if (renewsPassId !== null && row.endsDay !== null) lines.set(renewsPassId, { id, endsDay: row.endsDay })
    return row
  })
  await insertPasses(work, passes)
  await Promise.all([
    grantUnits(work, sold, passes),
    ...passes.map((pass, index) => {
      const { by, renewsPassId } = sold[index]!
      const facts = { saleId: pass.saleId, paidCents: pass.paidCents, startsDay: pass.startsDay, endsDay: pass.endsDay }
      return noteChanges(by, [
        { passId: pass.id, kind: 'sold', facts },
        ...(renewsPassId ? [{ passId: renewsPassId, kind: 'renewed' as const, facts: { byPassId: pass.id } }] : []),
      ])
    }),
  ])
  for (const [index, pass] of passes.entries()) {
    const { planId, saleId, storeId, paidCents, renewsPassId, memberId, id: passId } = pass
    sold[index]!.by.emit({
      type: renewsPassId ? 'pass.renewed' : 'pass.sold',
      subject: { kind: 'member', id: memberId },
      data: { passId, planId, planVersion: sold[index]!.plan.version, saleId, storeId, paidCents },
    })
  }
}

/** What the law under which each store sells says of giving back (R3, R5): pinned to what is sold now. */
async function policiesOf(work: Work, sold: readonly SoldPlan[]): Promise<Map<string, RefundPolicy>> {
  const zones = new Map(sold.map(({ storeId, zone }) => [storeId, zone]))
  const policies = await Promise.all(
    [...zones].map(async ([id, timeZone]) => {
      return [id, refundPolicyOf(await readStoreLaw(work, { id, timeZone }))] as const
    }),
  )
  return new Map(policies)
}

async function grantUnits(work: Work, sold: readonly SoldPlan[], passes: readonly PassRow[]): Promise<void> {
  const grants = passes.flatMap((pass, index) =>
    sold[index]!.plan.terms.components.flatMap(({ id, units }) =>
      units === null ? [] : [{ pass, units, account: visitAccount(pass.id, id) }],
    ),
  )
  if (grants.length === 0) return
  const ledger = await lockLedger(
    work,
    grants.map(({ account }) => account),
  )
  const plans = grants.map(({ pass, units, account }): Plan => {
    const terms = {
      expiry: expiryOf(pass.endsDay, pass.zone),
      ruleVersion: `plan-${pass.planId}-${pass.planVersion}`,
      earnedAt: pass.soldAt,
      usableFrom: pass.soldAt,
    }
    const posting = { ...postingOf(work, { kind: 'pass', id: pass.id }, pass.storeId), at: pass.soldAt }
    const plan = accept(planGrant(ledger, { account, units, terms }, posting))
    applyPlan(ledger, plan)
    return plan
  })
  await writeLedger(work, plans)
}
