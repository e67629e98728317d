import { setImmediate } from 'node:timers/promises'
import type { Static } from '#platform/contract.ts'
import { actorId } from '#platform/actor.ts'
import type { Turn } from '#platform/lane.ts'
import type { Work } from '#platform/work.ts'
import { isRefusal, type Refusal, Refused } from '#shared/refusal.ts'
import type { SaleBooked, SaleCreate } from '#modules/cashier/contract.ts'
import { writeCouponUses } from '#modules/coupons/use-coupons.ts'
import { useApprovals } from '#modules/identity/use-approval.ts'
import { writeLedger } from '#modules/ledger/post-ledger.ts'
import { grantSoldPasses, type SoldPlan } from '#modules/passes/sell-passes.ts'
import { claimPayments } from '#modules/payments/claim-payments.ts'
import { writeCampaignUses } from '#modules/points/campaign-state.ts'
import { writePromotionUses } from '#modules/promotions/use-promotions.ts'
import { type TillDayUse, writeTillDayUses } from '#modules/rewards/till-days.ts'
import { writeStockMoves } from '#modules/stock/move-stock.ts'
import { type DecidedSale, decideSale } from './decide-sale.ts'
import type { CarriedMoney } from './decide-tenders.ts'
import { earliestOf, firstVisit } from './earn-hook.ts'
import { type HeldForSales, holdForSales, readSalePolicies, tillNumberOf } from './hold-for-sales.ts'
import { tillDayUsesOf } from './redeem-hook.ts'
import { readSaleFacts, type SaleFacts } from './sale-facts.ts'
import { receiptNumberOf } from './sale-record-rules.ts'
import type { SaleRecord } from './sale-records.ts'
import {
  lockReceiptCounters,
  nextNumber,
  type ReceiptCounters,
  writeReceiptCounters,
  writeSales,
} from './write-sales-queries.ts'

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
 * refusal ends only its own sale. Locks what `holdForSales` says, then the tills' receipt counters. `onDecided` is called when all that
 * is left is writing: the next batch may begin. All of it but passes sold is left to the commit (`work.leave`).
 */
export async function sell(
  work: Work,
  turns: readonly Turn<SaleInput>[],
  onDecided: () => void = () => {},
): Promise<(Booked | Refused)[]> {
  return book(work, turns, await hold(work, turns), onDecided)
}

/**
 * For a lane: in the flight in which it looks which of a batch were made before, rows are locked by what is known of the catalogue and its
 * rules; once more, where these have just become others.
 */
sell.begin = (work: Work, turns: readonly Turn<SaleInput>[]) => {
  const guess = work.lastFacts()
  const facts = handled(work.facts())
  const holding = guess && handled(hold({ ...work, facts: () => Promise.resolve(guess) }, turns))
  return async (fresh: readonly Turn<SaleInput>[], onDecided: () => void) => {
    const held = await holding
    return book(work, fresh, held && (await facts) === guess ? held : await hold(work, fresh), onDecided)
  }
}

type Held = Awaited<ReturnType<typeof hold>>

/** What sales are priced by, and then all that they lock: one flight where it is known, two where it has to be read. */
async function hold(work: Work, turns: readonly Turn<SaleInput>[]) {
  const inputs = turns.map(({ input }) => input)
  // What ran out while the batch was waiting still held for the sales before that.
  const [facts, policies] = await Promise.all([
    readSaleFacts(work, inputs, earliestOf(turns)),
    readSalePolicies(work, turns),
  ])
  const [held, counters] = await Promise.all([
    holdForSales(work, turns, facts, policies),
    lockReceiptCounters(
      work,
      turns.map((turn) => ({ storeId: turn.input.storeId, deviceNumber: tillNumberOf(turn.work, policies) })),
    ),
  ])
  return { facts, held, counters }
}

async function book(
  work: Work,
  turns: readonly Turn<SaleInput>[],
  { facts, held, counters }: Held,
  onDecided: () => void,
): Promise<(Booked | Refused)[]> {
  const answers: (Booked | Refused)[] = []
  const plans: SoldPlan[] = []
  for (const [place, part] of partsOf(turns).entries()) {
    if (place > 0) await setImmediate()
    const decisions = part.map((turn) => numbered(decideSale(turn, facts, held), counters))
    const decided = decisions.filter((decision): decision is NumberedSale => !isRefusal(decision))
    answers.push(...decisions.map(answerOf))
    plans.push(...soldPlansOf(decided, facts))
    write(work, decided, held)
  }
  work.leave(writeReceiptCounters(work, counters))
  onDecided()
  await grantSoldPasses(work, plans)
  return answers
}

/** A larger batch is decided in three parts: PostgreSQL writes one while the next is priced. */
function partsOf<T>(turns: readonly T[]): (readonly T[])[] {
  const size = turns.length < smallestSplit ? turns.length : Math.ceil(turns.length / 3)
  return Array.from({ length: Math.ceil(turns.length / size) }, (_, part) =>
    turns.slice(part * size, (part + 1) * size),
  )
}

/** Below this, the statements of more parts cost more than the wait. */
const smallestSplit = 15

/** Its failure is met when all is awaited, and is nobody's until then. */
function handled<T>(writing: Promise<T>): Promise<T> {
  writing.catch(() => {})
  return writing
}

type NumberedSale = Omit<DecidedSale, 'record'> & { record: SaleRecord }

function numbered(decision: DecidedSale | Refusal, counters: ReceiptCounters): NumberedSale | Refusal {
  if (isRefusal(decision)) return decision
  const { record, till } = decision
  const { storeNumber, deviceNumber } = till
  const number = nextNumber(counters, { storeId: record.storeId, deviceNumber })
  return { ...decision, record: { ...record, receiptNumber: receiptNumberOf(storeNumber, deviceNumber, number) } }
}

function answerOf(decision: NumberedSale | Refusal): Booked | Refused {
  if (isRefusal(decision)) return new Refused(decision.code, decision.details)
  const { id: saleId, receiptNumber, netCents, changeCents, pointsEarned } = decision.record
  return { saleId, receiptNumber, netCents, changeCents, pointsEarned }
}

/** The lines that sold plans, with what was paid for each. */
function soldPlansOf(decided: readonly NumberedSale[], facts: SaleFacts): SoldPlan[] {
  if (facts.passes.plans.size === 0) return []
  return decided.flatMap(({ turn, record }) =>
    record.lines.flatMap((line): SoldPlan[] => {
      const plan = facts.passes.plans.get(line.itemId)
      if (!plan || record.memberId === null) return []
      const wish = turn.input.lines.find(({ lineId }) => lineId === line.lineId)?.plan
      return [
        {
          ...{ plan, memberId: record.memberId, saleId: record.id, saleLineId: line.lineId, storeId: record.storeId },
          ...{ zone: facts.stores.get(record.storeId)!.timeZone, by: turn.work },
          ...{ paidCents: line.netCents, listCents: line.grossCents, renewsPassId: wish?.renewsPassId ?? null },
        },
      ]
    }),
  )
}

/** What is written answers nothing that anybody waits for: all of it is left to the commit. */
function write(work: Work, decided: readonly NumberedSale[], { tillDays }: HeldForSales): void {
  if (decided.length === 0) return
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
  const left = [
    writeCouponUses(
      work,
      decided.flatMap(({ couponUses, turn }) => couponUses.map((use) => ({ ...use, by: whoAndWhen(turn.work) }))),
    ),
    useApprovals(
      work,
      decided.flatMap(({ approval }) => approval?.id ?? []),
    ),
    writeSales(
      work,
      decided.map(({ record }) => record),
    ),
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
    writeCampaignUses(
      work,
      decided.flatMap(({ campaignUses }) => campaignUses),
    ),
    claimPayments(
      work,
      decided.flatMap(({ claims }) => claims),
    ),
    ...(tillDays.length > 0 ? [writeTillDayUses(work, decided.flatMap(tillDayUsesOfSale), tillDays)] : []),
  ]
  for (const writing of left) work.leave(writing)
}

function tillDayUsesOfSale({ record }: NumberedSale): TillDayUse[] {
  return tillDayUsesOf(record.tenders).map((use) => ({ ...use, saleId: record.id }))
}

/** Each row of a batch names its own cashier and moment, not the batch's. */
function whoAndWhen({ actor, at }: Turn<SaleInput>['work']): { actorId: string | null; at: Date } {
  return { actorId: actorId(actor), at }
}
