import type { Static } from '#platform/contract.ts'
import { actorId } from '#platform/actor.ts'
import type { Turn } from '#platform/lane.ts'
import type { Work } from '#platform/work.ts'
import { isRefusal, Refused } from '#shared/refusal.ts'
import type { SaleBooked, SaleCreate } from '#modules/cashier/contract.ts'
import { writeCouponUses } from '#modules/coupons/use-coupons.ts'
import { useApprovals } from '#modules/identity/use-approval.ts'
import { writeLedger } from '#modules/ledger/post-ledger.ts'
import { grantSoldPasses, type SoldPlan } from '#modules/passes/sell-passes.ts'
import { claimPayments } from '#modules/payments/claim-payments.ts'
import { writeCampaignUses } from '#modules/points/campaign-state.ts'
import { writePromotionUses } from '#modules/promotions/use-promotions.ts'
import { writeStockMoves } from '#modules/stock/move-stock.ts'
import { type DecidedSale, decideSale } from './decide-sale.ts'
import type { CarriedMoney } from './decide-tenders.ts'
import { firstVisit } from './earn-hook.ts'
import { holdForSales } from './hold-for-sales.ts'
import { readSaleFacts, type SaleFacts } from './sale-facts.ts'
import { receiptNumberOf } from './sale-record-rules.ts'
import { takeReceiptNumbers, writeSales } from './write-sales-queries.ts'

export type SaleInput = Static<typeof SaleCreate> & {
  /** Set by an exchange alone: the refund it is settled with, and the money of it that may stay. */
  exchange?: { refundId: string; carried: ReadonlyMap<string, CarriedMoney> }
}
type Booked = Static<typeof SaleBooked>

/**
 * Books sales, a batch at a time (ARCHITECTURE "The life of one sale").
 *
 * Each is priced again from the facts; when what the till showed differs (`fingerprint`), it is refused with the new price
 * and nothing is booked. Stock, value, coupons, limited promotions and payments outside are taken in the same transaction. A
 * refusal ends only its own sale. Locks what `holdForSales` says, then the tills' receipt counters.
 */
export async function sell(work: Work, turns: readonly Turn<SaleInput>[]): Promise<(Booked | Refused)[]> {
  const facts = await readSaleFacts(
    work,
    turns.map(({ input }) => input),
    // What ran out while the batch was waiting still held for the sales before that.
    new Date(Math.min(...turns.map((turn) => turn.work.at.getTime()))),
  )
  const held = await holdForSales(work, turns, facts)
  const decisions = turns.map((turn) => decideSale(turn, facts, held))
  const decided = decisions.filter((decision): decision is DecidedSale => !isRefusal(decision))
  const booked = new Map((await write(work, decided)).map((answer) => [answer.saleId, answer]))
  await grantSoldPasses(work, soldPlansOf(decided, facts))
  return decisions.map((decision) =>
    isRefusal(decision) ? new Refused(decision.code, decision.details) : booked.get(decision.record.id)!,
  )
}

/** The lines that sold plans, with what was paid for each. */
function soldPlansOf(decided: readonly DecidedSale[], facts: SaleFacts): SoldPlan[] {
  if (facts.passes.plans.size === 0) return []
  return decided.flatMap(({ turn, record }) =>
    record.lines.flatMap((line): SoldPlan[] => {
      const plan = facts.passes.plans.get(line.itemId)
      if (!plan || record.memberId === null) return []
      const wish = turn.input.lines.find(({ lineId }) => lineId === line.lineId)?.plan
      return [
        {
          ...{ plan, memberId: record.memberId, saleId: record.id, saleLineId: line.lineId, storeId: record.storeId },
          ...{ zone: facts.stores.get(record.storeId)!.timeZone, at: turn.work.at },
          ...{ paidCents: line.netCents, listCents: line.grossCents, renewsPassId: wish?.renewsPassId ?? null },
        },
      ]
    }),
  )
}

async function write(work: Work, decided: readonly DecidedSale[]): Promise<Booked[]> {
  if (decided.length === 0) return []
  const numbers = await takeReceiptNumbers(
    work,
    decided.map(({ record, till }) => ({ storeId: record.storeId, deviceNumber: till.deviceNumber })),
  )
  const sales = decided.map(({ record, till }, index) => ({
    ...record,
    receiptNumber: receiptNumberOf(till.storeNumber, till.deviceNumber, numbers[index]!),
  }))
  for (const { turn, record, approval, isFirstVisit } of decided) {
    const { id: saleId, storeId, netCents, pointsEarned, memberId, businessDay } = record
    turn.work.emit({
      type: 'sale.completed',
      subject: memberId ? { kind: 'member', id: memberId } : { kind: 'sale', id: saleId },
      data: { saleId, storeId, businessDay, netCents, pointsEarned },
    })
    if (isFirstVisit) turn.work.emit(firstVisit(record))
    if (record.manualDiscountCents > 0) {
      turn.work.audit({
        action: 'sale.discount',
        subject: { kind: 'sale', id: saleId },
        changes: { netCents: [record.netCents + record.manualDiscountCents, record.netCents] },
        ...(approval ? { approvedBy: approval.approvedBy, reason: approval.reason } : {}),
      })
    }
  }
  await Promise.all([
    useApprovals(
      work,
      decided.flatMap(({ approval }) => approval?.id ?? []),
    ),
    writeSales(work, sales),
    writeStockMoves(
      work,
      decided.flatMap(({ moves, turn }) => moves.map((move) => ({ ...move, by: whoAndWhen(turn.work) }))),
    ),
    writeLedger(
      work,
      decided.flatMap(({ plans }) => plans),
    ),
    writePromotionUses(
      work,
      decided.flatMap(({ promotionUses }) => promotionUses),
    ),
    writeCouponUses(
      work,
      decided.flatMap(({ couponUses, turn }) => couponUses.map((use) => ({ ...use, by: whoAndWhen(turn.work) }))),
    ),
    writeCampaignUses(
      work,
      decided.flatMap(({ campaignUses }) => campaignUses),
    ),
    claimPayments(
      work,
      decided.flatMap(({ claims }) => claims),
    ),
  ])
  return sales.map(({ id: saleId, receiptNumber, netCents, changeCents, pointsEarned }) => ({
    saleId,
    receiptNumber,
    netCents,
    changeCents,
    pointsEarned,
  }))
}

/** Each row of a batch names its own cashier and moment, not the batch's. */
function whoAndWhen({ actor, at }: Turn<SaleInput>['work']): { actorId: string | null; at: Date } {
  return { actorId: actorId(actor), at }
}
