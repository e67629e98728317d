import { holdStore, openStoreOf, type StoreFacts } from '#modules/shops/store-facts.ts'
import { actorId } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { businessDay } from '#shared/business-day.ts'
import { accept, isRefusal } from '#shared/refusal.ts'
import { insertDayClose, type OrphanRow, readLastClosedDay, readOrphans, readShiftsWithoutDay } from './day-queries.ts'
import { checkDay } from './day-rules.ts'
import { sumRecords } from './figure-queries.ts'
import { type Figures, sumFigures } from './figure-rules.ts'
import { readZReports } from './z-queries.ts'

/** What the close of a day would sum: the closed shifts, and money that no shift answers for (null: there is none). */
async function stateOfDay(work: Work, store: StoreFacts, day: string) {
  const [lastClosedDay, shifts, orphans] = await Promise.all([
    readLastClosedDay(work, store.id),
    readShiftsWithoutDay(work, store.id, day),
    readOrphans(work, store.id, day),
  ])
  const [reports, orphanFigures] = await Promise.all([
    readZReports(
      work,
      shifts.map(({ id }) => id),
    ),
    orphans.length > 0 ? figuresOfOrphans(work, orphans) : null,
  ])
  const today = businessDay(work.at, store.timeZone, store.cutoffHour)
  const closed = shifts.flatMap(({ id }) => reports.get(id)?.figures ?? [])
  const figures = sumFigures(orphanFigures ? [...closed, orphanFigures] : closed)
  return { day, today, lastClosedDay, shifts, orphans, figures, orphanFigures }
}

async function figuresOfOrphans(work: Work, orphans: readonly OrphanRow[]): Promise<Figures> {
  const idsOf = (...kinds: OrphanRow['kind'][]) =>
    orphans.filter(({ kind }) => kinds.includes(kind)).map(({ id }) => id)
  const { figures } = await sumRecords(work, {
    saleIds: idsOf('sale'),
    refundIds: idsOf('refund'),
    valueIds: idsOf('top_up', 'top_up_refund', 'gift_card_load', 'gift_card_payout'),
  })
  return figures
}

/** What closing a day would give now, and why it may not close yet (`blocked`, the code of the refusal). Locks nothing. */
export async function previewDay(work: Work, { storeId, day }: { storeId: string; day?: string | undefined }) {
  const store = await openStoreOf(work, storeId)
  const state = await stateOfDay(work, store, day ?? businessDay(work.at, store.timeZone, store.cutoffHour))
  const checked = checkDay(state)
  const blocked = isRefusal(checked) ? { code: checked.code, details: checked.details } : null
  return { ...state, orphanCount: state.orphans.length, blocked }
}

/**
 * Closes a store's day, once: its figures are the exact sum of its shifts' Z reports and of what no shift answers for, which it
 * gathers record by record. Cannot be opened again: what comes later counts to the next day.
 *
 * Locks the store, so that no shift of the day opens meanwhile. Refuses a day with open shifts, a closed one, one before it
 * that is not closed, and one to come.
 */
export async function closeDay(
  work: Work,
  input: { dayCloseId: string; storeId: string; day: string; note?: string | undefined },
) {
  const { dayCloseId, storeId, day } = input
  const store = await holdStore(work, storeId)
  const state = await stateOfDay(work, store, day)
  accept(checkDay(state))
  const { figures, orphanFigures, shifts, orphans } = state
  const shiftIds = shifts.map(({ id }) => id)
  const number = await insertDayClose(
    work,
    {
      id: dayCloseId,
      storeId,
      businessDay: day,
      closedBy: actorId(work.actor),
      note: input.note ?? null,
      figures,
      orphanFigures,
      shiftIds,
    },
    orphans,
  )
  const { netCents } = figures.sales
  const counts = { shiftCount: shiftIds.length, orphanCount: orphans.length }
  work.emit({
    type: 'day.closed',
    subject: { kind: 'store', id: storeId },
    data: { dayCloseId, storeId, businessDay: day, number, netCents, ...counts },
  })
  work.audit({
    action: 'day.close',
    subject: { kind: 'store', id: storeId },
    changes: { businessDay: [null, day], number: [null, number], netCents: [null, netCents] },
    ...(input.note ? { reason: input.note } : {}),
  })
  return { dayCloseId, number, netCents }
}
