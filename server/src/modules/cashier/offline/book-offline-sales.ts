import type { SaleRecord } from '#modules/cashier/sale/sale-records.ts'
import { firstVisit } from '#modules/cashier/sale/earn-hook.ts'
import { writeSales } from '#modules/cashier/sale/write-sales-queries.ts'
import { writeCampaignUses } from '#modules/points/campaign-state.ts'
import { writeCouponUses } from '#modules/coupons/use-coupons.ts'
import { writeLedger } from '#modules/ledger/post-ledger.ts'
import { writeStockMoves } from '#modules/stock/move-stock.ts'
import { claimCommands, hashBody, storeAnswers } from '#platform/command.ts'
import type { Work } from '#platform/work.ts'
import { Refused } from '#shared/refusal.ts'
import { type DecidedOffline, decideOfflineSale } from './decide-offline-sale.ts'
import { holdForOffline, type OfflineTill } from './hold-for-offline.ts'
import { readBooked, readHandedIn, writeHandedIn } from './offline-queries.ts'
import { conflictOf, counterOf, inQueueOrder, recordOf, rowOf, unreadable, type Upload } from './offline-rows.ts'
import type { FoundConflict, OfflineSale } from './offline-types.ts'
import { findPriceConflicts, flawIn, proofFor, readSales } from './read-offline-sales.ts'

/** What became of one sale that was handed in. `repeated`: it had been handed in before; nothing happened again. */
export type HandedIn = { saleId: string; outcome: 'booked' | 'booked_online' | 'held' | 'repeated'; conflicts: number }

/**
 * Books sales that a till made without a line, in the order of its queue: as they were made, each once by its id.
 *
 * Never refuses a sale. What cannot be read is kept word for word and listed for a person; one that had reached the server
 * before the line broke is recognised by its id. Order of locks: keys, shift, stock, members, accounts, receipt counter.
 */
export async function bookOfflineSales(work: Work, till: OfflineTill, upload: Upload): Promise<HandedIn[]> {
  const sales = inQueueOrder([...new Map(upload.sales.map((sale) => [sale.saleId, sale])).values()])
  const fresh = await claimNew(work, sales)
  const known = sales.filter((sale) => !fresh.includes(sale))
  const readable = await readSales(work, till, fresh)
  // Before the locks: it reads a lot, and what it finds is told, not decided on.
  const priceConflicts = await findPriceConflicts(work, till, readable)
  const held = await holdForOffline(work, till, readable)
  const proof = proofFor(work, till)
  const decided = readable.map((read) => decideOfflineSale(work, till, held, read, proof(read.sale)))
  decided.forEach((each, index) => each.conflicts.push(...priceConflicts[index]!))

  const records = decided.map((each) => recordOf(work, till, held.store, each))
  const knownOutcomes = await lookUpKnown(work, known)
  const torn = fresh.filter((sale) => !readable.some(({ sale: { saleId } }) => saleId === sale.saleId))
  const rows = [
    ...decided.map((each) => rowOf(work, till, upload, each.read.sale, 'booked', each)),
    ...torn.map((sale) => rowOf(work, till, upload, sale, 'held')),
    ...knownOutcomes.late.map(({ sale }) => rowOf(work, till, upload, sale, 'booked_online')),
  ]
  const conflicts = [
    ...decided.flatMap(({ read, conflicts: found }) =>
      found.map((each) => conflictOf(work, till, read.sale, each, read.memberId)),
    ),
    ...torn.map((sale) => conflictOf(work, till, sale, unreadable(sale, flawIn(sale)))),
    ...knownOutcomes.late.flatMap(({ sale, conflict }) => (conflict ? [conflictOf(work, till, sale, conflict)] : [])),
  ]
  await write(work, decided, records)
  if (rows.length > 0) await writeHandedIn(work, rows, conflicts, counterOf(till, sales))
  const count = (saleId: string) => conflicts.filter((conflict) => conflict.saleId === saleId).length
  const outcomes = new Map(rows.map((row) => [row.saleId, row.outcome]))
  return sales.map(({ saleId }) => ({ saleId, outcome: outcomes.get(saleId) ?? 'repeated', conflicts: count(saleId) }))
}

async function write(work: Work, decided: readonly DecidedOffline[], records: readonly SaleRecord[]): Promise<void> {
  tell(work, records)
  decided.forEach(({ isFirstVisit }, index) => isFirstVisit && work.emit(firstVisit(records[index]!)))
  await Promise.all([
    writeSales(work, records),
    writeStockMoves(
      work,
      decided.flatMap(({ moves }) => moves),
    ),
    writeLedger(
      work,
      decided.flatMap(({ plans }) => plans),
    ),
    writeCampaignUses(
      work,
      decided.flatMap(({ campaignUses }) => campaignUses),
    ),
    writeCouponUses(
      work,
      decided.flatMap(({ couponUses }) => couponUses),
    ),
    storeAnswers(
      work,
      records.map((record) => ({
        key: record.id,
        answer: {
          saleId: record.id,
          receiptNumber: record.receiptNumber,
          netCents: record.netCents,
          changeCents: record.changeCents,
          pointsEarned: record.pointsEarned,
        },
      })),
    ),
  ])
}

/** Takes the keys of the sales, the ids that they have online as well, and tells which of them nobody had taken before. */
async function claimNew(work: Work, sales: readonly OfflineSale[]): Promise<OfflineSale[]> {
  const claims = await claimCommands(
    work,
    sales.map((sale) => ({ key: sale.saleId, operation: 'offlineSalesUpload', bodyHash: hashBody(sale) })),
  )
  return sales.filter((_, index) => {
    const claim = claims[index]!
    return !(claim instanceof Refused) && claim.kind === 'new'
  })
}

/** Keeps sales that cannot be booked, word for word, for a person. Those that were handed in before are left alone. */
export async function holdBack(work: Work, till: OfflineTill, upload: Upload, flaw: string): Promise<HandedIn[]> {
  const sales = [...upload.sales]
  const fresh = await claimNew(work, sales)
  if (fresh.length > 0) {
    await writeHandedIn(
      work,
      fresh.map((sale) => rowOf(work, till, upload, sale, 'held')),
      fresh.map((sale) => conflictOf(work, till, sale, unreadable(sale, flaw))),
      null,
    )
  }
  return sales.map((sale) => ({
    saleId: sale.saleId,
    outcome: fresh.includes(sale) ? 'held' : 'repeated',
    conflicts: fresh.includes(sale) ? 1 : 0,
  }))
}

/** Uploads whose key was used: handed in before, or booked online before the till lost the line and never told. */
async function lookUpKnown(work: Work, sales: readonly OfflineSale[]) {
  const ids = sales.map(({ saleId }) => saleId)
  const [handedIn, booked] = await Promise.all([readHandedIn(work, ids), readBooked(work, ids)])
  const late = sales.flatMap((sale) => {
    const online = booked.get(sale.saleId)
    if (handedIn.has(sale.saleId) || !online) return []
    const { receiptNumber, made } = sale
    const isSame = online.receiptNumber === receiptNumber && online.netCents === made?.netCents
    const details = { printed: receiptNumber, printedCents: made?.netCents ?? null, ...online }
    return [{ sale, conflict: isSame ? null : ({ kind: 'booked_online', details } satisfies FoundConflict) }]
  })
  return { late }
}

function tell(work: Work, records: readonly SaleRecord[]): void {
  for (const { id: saleId, storeId, netCents, pointsEarned, memberId, businessDay: day } of records) {
    work.emit({
      type: 'sale.completed',
      subject: memberId ? { kind: 'member', id: memberId } : { kind: 'sale', id: saleId },
      data: { saleId, storeId, businessDay: day, netCents, pointsEarned },
    })
  }
}
