import { type Enrolled, enrolMembers } from '#modules/members/enrol-members.ts'
import { membersByExternalId } from '#modules/members/members-by-external-id.ts'
import type { Work } from '#platform/work.ts'
import { addDays, localDay } from '#shared/business-day.ts'
import { newId } from '#shared/ids.ts'
import { isRefusal, refuse, type Refusal } from '#shared/refusal.ts'
import { addEffects } from './batch-queries.ts'
import { instantOf } from './local-time-rules.ts'
import { type PastLine, type PastSale, writePastLines, writePastSales } from './past-sale-queries.ts'
import { type BatchContext, rejected, type RowOutcome } from './row-outcome.ts'
import type { ParsedRow } from './row-rules.ts'
import type { LocalTime } from './value-rules.ts'

/**
 * Past sales from another system: who bought what, when, for how much. They may be of zero and touch no ledger, stock or points.
 *
 * Members the file names by an external id that nobody has become members. A line that is there already as it stands is
 * unchanged; one that differs is rejected, because what was sold does not change. Refuses sales of the future.
 */
export async function importSales(
  work: Work,
  context: BatchContext,
  rows: readonly ParsedRow[],
): Promise<RowOutcome[]> {
  const tomorrow = addDays(localDay(work.at, context.timeZone), 1)
  const outcomes = new Map<ParsedRow, RowOutcome>()
  for (const row of rows) {
    // A day's grace: the zone of the file may be ahead of the store's.
    const { day } = row.values.soldAt as LocalTime
    if (day > tomorrow) outcomes.set(row, rejected(row, 'soldAt', refuse('date_in_future')))
  }
  const past = rows.filter((row) => !outcomes.has(row))
  const members = await resolveMembers(work, context, past)
  const sales = new Map<string, PastSale>()
  const good: { row: ParsedRow; sale: PastSale }[] = []
  for (const row of past) {
    const member = text(row, 'member')
    const found = member === undefined ? undefined : members.get(member)
    if (isRefusal(found)) {
      outcomes.set(row, rejected(row, 'member', found))
      continue
    }
    const externalId = text(row, 'saleId')!
    const sale = sales.get(externalId) ?? pastSaleOf(row, externalId, members, context)
    sales.set(externalId, sale)
    good.push({ row, sale })
  }
  const ids = await writePastSales(work, context.batchId, [...sales.values()])
  const lines = good.map(({ row, sale }) => pastLineOf(row, ids.get(sale.externalId)!))
  const { added, stored } = await writePastLines(work, context.batchId, lines)
  const addedKeys = new Set(added.map(keyOf))
  const storedByKey = new Map(stored.map((line) => [keyOf(line), line]))
  good.forEach(({ row }, index) => {
    const line = lines[index]!
    if (addedKeys.delete(keyOf(line))) outcomes.set(row, { kind: 'imported', cents: line.netCents })
    else if (isSame(line, storedByKey.get(keyOf(line)))) outcomes.set(row, { kind: 'unchanged' })
    else outcomes.set(row, rejected(row, 'saleId', refuse('row_differs')))
  })
  return rows.map((row) => outcomes.get(row)!)
}

const text = (row: ParsedRow, field: string) => row.values[field] as string | undefined
const units = (row: ParsedRow, field: string) => (row.values[field] as number | undefined) ?? null
const keyOf = ({ saleId, externalId }: { saleId: string; externalId: string }) => `${saleId}/${externalId}`

function pastSaleOf(row: ParsedRow, externalId: string, members: Resolved, { timeZone }: BatchContext): PastSale {
  const soldAt = row.values.soldAt as LocalTime
  const member = text(row, 'member')
  return {
    id: newId(),
    externalId,
    memberId: member === undefined ? null : (members.get(member) as string),
    storeName: text(row, 'store') ?? null,
    soldDay: soldAt.day,
    soldAt: soldAt.secondOfDay === null ? null : instantOf(soldAt, timeZone).toISOString(),
  }
}

function pastLineOf(row: ParsedRow, saleId: string): PastLine {
  return {
    saleId,
    externalId: text(row, 'lineId')!,
    itemCode: text(row, 'product') ?? null,
    quantityMilli: units(row, 'quantity'),
    netCents: units(row, 'amount')!,
    discountCents: units(row, 'discount'),
    couponCents: units(row, 'coupon'),
  }
}

function isSame(line: PastLine, stored: PastLine | undefined): boolean {
  return (
    stored !== undefined &&
    stored.netCents === line.netCents &&
    stored.itemCode === line.itemCode &&
    stored.quantityMilli === line.quantityMilli
  )
}

/** A member's id, or why there is none, by the id that the file has. */
type Resolved = { get(externalId: string): string | Refusal | undefined }

async function resolveMembers(work: Work, context: BatchContext, rows: readonly ParsedRow[]): Promise<Resolved> {
  const { memberIds, newMemberIds } = context
  const asked = new Map<string, ParsedRow>()
  for (const row of rows) {
    const member = text(row, 'member')
    if (member !== undefined && !memberIds.has(member)) asked.set(member, row)
  }
  const found: Map<string, string | Refusal> = new Map(await membersByExternalId(work, [...asked.keys()]))
  const unknown = [...asked].filter(([externalId]) => !found.has(externalId))
  const outcomes = await enrolMembers(
    work,
    unknown.map(([externalId, row]) => ({
      id: newId(),
      name: externalId,
      externalId,
      enrolledAt: instantOf(row.values.soldAt as LocalTime, context.timeZone),
      source: 'import' as const,
    })),
  )
  outcomes.forEach((outcome, index) => {
    found.set(unknown[index]![0], isRefusal(outcome) ? outcome : outcome.id)
  })
  const made = outcomes.filter((outcome): outcome is Enrolled => !isRefusal(outcome))
  await addEffects(
    work,
    context.batchId,
    made.map(({ id }) => ({ subjectId: id, kind: 'member', before: null, events: 1 })),
  )
  for (const [externalId, id] of found) if (!isRefusal(id)) newMemberIds.set(externalId, id)
  return { get: (externalId) => found.get(externalId) ?? memberIds.get(externalId) }
}
