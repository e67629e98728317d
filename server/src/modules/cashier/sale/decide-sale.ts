import { saleFingerprint } from '#modules/cashier/pricing/fingerprint-rules.ts'
import { priceSale } from '#modules/cashier/pricing/price-sale-rules.ts'
import type { Cart, PricedSale, TenderRequest } from '#modules/cashier/pricing/pricing-types.ts'
import { checkApproval } from '#modules/identity/approval-rules.ts'
import { planGrant } from '#modules/ledger/grant-rules.ts'
import { applyPlan, type Plan, type Posting } from '#modules/ledger/ledger-rules.ts'
import { planSpend } from '#modules/ledger/spend-rules.ts'
import { pointsTerms } from '#modules/points/earn-rules.ts'
import type { StoreFacts } from '#modules/shops/store-facts.ts'
import { applyMoves, planMoves, type PlannedMove } from '#modules/stock/stock-rules.ts'
import { actorId, actorMay, refuseForeignStore } from '#platform/actor.ts'
import type { Turn } from '#platform/lane.ts'
import { businessDay } from '#shared/business-day.ts'
import { newId } from '#shared/ids.ts'
import { isRefusal, type Refusal, refuse } from '#shared/refusal.ts'
import { accountsOfMember, type HeldForSales } from './hold-for-sales.ts'
import { pricingFactsOf, type SaleFacts } from './sale-facts.ts'
import { saleRecordOf } from './sale-record-rules.ts'
import type { SaleRecord } from './sale-records.ts'
import { stockMovesOf } from './sale-stock-rules.ts'
import type { SaleInput } from './sell.ts'

/** A sale that will be booked, with every row it moves. */
export type DecidedSale = {
  turn: Turn<SaleInput>
  record: Omit<SaleRecord, 'receiptNumber'>
  till: { storeNumber: number; deviceNumber: number }
  moves: PlannedMove[]
  plans: Plan[]
  approval: Authority['approval']
}

type Authority = { approval: { id: string; approvedBy: string; reason: string } | null }

/**
 * Decides one sale against what its batch holds. Accepted, its stock and value are taken from what the next one sees;
 * refused, nothing is.
 */
export function decideSale(turn: Turn<SaleInput>, facts: SaleFacts, held: HeldForSales): DecidedSale | Refusal {
  const { input, work, key: saleId } = turn
  const store = facts.stores.get(input.storeId)
  if (!store) return refuse('store_not_found')
  const foreign = refuseForeignStore(work.actor, store.id)
  if (foreign) return foreign
  if (store.closedAt) return refuse('store_closed')
  const member = input.memberId ? held.members.get(input.memberId)! : null
  if (isRefusal(member)) return member

  const earnRule = held.earnPolicy?.rule ?? null
  const priced = priceSale(
    cartOf(input),
    pricingFactsOf(facts, {
      ...input,
      member: member ? { memberId: member.id, tierId: null } : null,
      at: work.at,
      coupons: [],
      earnRule,
      redeemRule: held.redeemPolicy?.rule ?? null,
    }),
  )
  if (isRefusal(priced)) return priced
  const fingerprint = saleFingerprint(priced)
  if (fingerprint !== input.fingerprint) return refuse('quote_changed', { netCents: priced.netCents, fingerprint })
  const authority = authorityFor(turn, priced, held)
  if (isRefusal(authority)) return authority

  const moves = planMoves(
    held.stock,
    stockMovesOf(
      priced.lines.map(({ productId, quantityMilli }) => ({ itemId: productId, quantityMilli })),
      facts.items,
      { storeId: store.id, kind: 'sale', direction: -1, source: { kind: 'sale', id: saleId } },
    ),
  )
  if (isRefusal(moves)) return moves
  const plans = member ? planValue(held, turn, priced, member.id, store) : []
  if (isRefusal(plans)) return plans

  applyMoves(held.stock, moves)
  for (const plan of plans) applyPlan(held.ledger, plan)
  const { approval } = authority
  if (approval) held.approvals.set(approval.id, { ...held.approvals.get(approval.id)!, usedAt: work.at })
  return {
    turn,
    approval,
    record: recordOf(turn, facts, held, store, priced, fingerprint),
    till: tillOf(turn, held, store),
    moves,
    plans,
  }
}

function cartOf(input: SaleInput): Cart & { tenders: TenderRequest[] } {
  return input
}

/** A discount given by hand is the cashier's own right, or a manager's approval for this very sale, which then names who gave it. */
function authorityFor(
  { work, input, key }: Turn<SaleInput>,
  priced: PricedSale,
  held: HeldForSales,
): Authority | Refusal {
  const amountCents = priced.manualDiscountCents + priced.waiverCents
  const permission = 'sale.discount'
  if (amountCents === 0 || actorMay(work.actor, permission)) return { approval: null }
  if (!input.approvalId) return refuse('discount_approval_needed', { permission, amountCents })
  const approval = held.approvals.get(input.approvalId)
  if (!approval) return refuse('approval_not_found')
  const subject = { kind: 'sale', id: key }
  const checked = checkApproval(
    approval,
    { permission, subject, amountCents, requestedBy: actorId(work.actor) ?? '' },
    work.at,
  )
  if (isRefusal(checked)) return checked
  return { approval: { id: approval.id, approvedBy: checked.approvedBy, reason: checked.reason } }
}

/** Stored value that pays and points that are earned, planned against the member's locked accounts. */
function planValue(
  held: HeldForSales,
  { work, key: saleId }: Turn<SaleInput>,
  priced: PricedSale,
  memberId: string,
  store: StoreFacts,
): Plan[] | Refusal {
  const accounts = accountsOfMember(memberId)
  const posting: Posting = {
    at: work.at,
    source: { kind: 'sale', id: saleId },
    storeId: store.id,
    mintId: () => newId(work.at.getTime()),
  }
  const plans: Plan[] = []
  for (const tender of priced.tenders) {
    if (tender.kind !== 'stored_value') continue
    const plan = planSpend(held.ledger, { accounts: accounts.stored, units: tender.amountCents }, posting)
    if (isRefusal(plan)) return plan
    plans.push(plan)
  }
  if (priced.pointsEarned > 0 && held.earnPolicy) {
    const plan = planGrant(
      held.ledger,
      {
        account: accounts.points,
        units: priced.pointsEarned,
        terms: pointsTerms(held.earnPolicy, work.at, store.timeZone),
      },
      posting,
    )
    if (isRefusal(plan)) return plan
    plans.push(plan)
  }
  return plans
}

function tillOf({ work: { actor } }: Turn<SaleInput>, held: HeldForSales, store: StoreFacts): DecidedSale['till'] {
  const deviceId = 'deviceId' in actor ? actor.deviceId : null
  return { storeNumber: store.number, deviceNumber: (deviceId && held.deviceNumbers.get(deviceId)) || 0 }
}

function recordOf(
  { input, work, key: saleId }: Turn<SaleInput>,
  facts: SaleFacts,
  held: HeldForSales,
  store: StoreFacts,
  priced: PricedSale,
  fingerprint: string,
): Omit<SaleRecord, 'receiptNumber'> {
  const head = {
    id: saleId,
    storeId: store.id,
    deviceId: 'deviceId' in work.actor ? work.actor.deviceId : null,
    businessDay: businessDay(work.at, store.timeZone, store.cutoffHour),
    happenedAt: work.at,
    at: work.at,
    cashierId: actorId(work.actor),
    memberId: input.memberId ?? null,
    note: input.note ?? null,
    approvalId: input.approvalId ?? null,
    fingerprint,
  }
  const items = new Map(
    priced.lines.map(({ productId }) => {
      const { kind, name } = facts.items.get(productId)!
      return [productId, { itemKind: kind, name }] as const
    }),
  )
  return saleRecordOf(head, priced, items, held.earnPolicy?.rule ?? null)
}
