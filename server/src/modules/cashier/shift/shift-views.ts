import { tillNames } from '#modules/identity/till-names.ts'
import { userNames } from '#modules/identity/user-names.ts'
import { merchantFacts, storeFacts } from '#modules/shops/store-facts.ts'
import type { Static } from '#platform/contract.ts'
import type { Work } from '#platform/work.ts'
import { actorMay } from '#platform/actor.ts'
import { Refused } from '#shared/refusal.ts'
import type { DayClose, DayClosePage, Shift, ShiftPage, TillShift } from './contract.ts'
import type { DayCloseRow } from './day-queries.ts'
import { countOrphans } from './day-queries.ts'
import { readCounts, readMovements } from './drawer-queries.ts'
import { expectedCashCents } from './figure-rules.ts'
import { tillOf } from './lock-shifts.ts'
import { isAwaited } from './open-shift.ts'
import { figuresOfShift } from './shift-figures.ts'
import { listShifts, readMeans, type ShiftListRow } from './shift-list-queries.ts'
import { shiftPolicyOf } from './shift-policy.ts'
import { readLastShift, type ShiftRow } from './shift-queries.ts'
import { readZReports } from './z-queries.ts'

type Names = { stores: Map<string, { name: string }>; tills: Map<string, string>; users: Map<string, string> }

/** Names of everything that some shifts speak of, in one flight. */
async function namesOf(
  work: Work,
  shifts: readonly ShiftRow[],
  others: readonly (string | null)[] = [],
): Promise<Names> {
  const people = shifts.flatMap(({ cashierId, closedBy, handedTo }) => [cashierId, closedBy, handedTo])
  const [stores, tills, users] = await Promise.all([
    storeFacts(work, [...new Set(shifts.map(({ storeId }) => storeId))]),
    tillNames(
      work,
      shifts.map(({ deviceId }) => deviceId),
    ),
    userNames(
      work,
      [...people, ...others].flatMap((id) => id ?? []),
    ),
  ])
  return { stores, tills, users }
}

function view(shift: ShiftRow, { stores, tills, users }: Names) {
  const { closedBy, openedAt, closedAt, ...rest } = shift
  const nameOf = (id: string | null) => (id && users.get(id)) ?? null
  return {
    ...rest,
    openedAt: openedAt.toISOString(),
    closedAt: closedAt?.toISOString() ?? null,
    storeName: stores.get(shift.storeId)?.name ?? '',
    deviceName: tills.get(shift.deviceId) ?? '',
    cashierName: nameOf(shift.cashierId),
    closedByName: nameOf(closedBy),
    handedToName: nameOf(shift.handedTo),
  }
}

/** The till that the caller stands at: its open shift, or what the next one begins with. */
export async function showTillShift(work: Work, storeId: string): Promise<Static<typeof TillShift>> {
  const { deviceId } = tillOf(work, storeId)
  const [policy, { currency }, last] = await Promise.all([
    shiftPolicyOf(work, storeId),
    merchantFacts(work),
    deviceId ? readLastShift(work, { storeId, deviceId }) : undefined,
  ])
  const names = await namesOf(work, last ? [last] : [])
  const till = deviceId ? { deviceId, name: (await tillNames(work, [deviceId])).get(deviceId) ?? '' } : null
  const isHidden = policy.isCountBlind && !actorMay(work.actor, 'shift.report')
  const awaited = isAwaited(last) ? last : null
  return {
    till,
    currency,
    policy,
    shift: last && !last.closedAt ? view(last, names) : null,
    handedOver: awaited && {
      shiftId: awaited.id,
      toUserId: awaited.handedTo,
      toName: names.users.get(awaited.handedTo) ?? null,
      leftCents: awaited.leftCents ?? 0,
    },
    leftCents: last?.closedAt && !isHidden ? last.leftCents : null,
  }
}

/** The X report. Whoever counts blind does not see it before the shift is closed. */
export async function showReport(work: Work, shift: ShiftRow) {
  const { isCountBlind } = await shiftPolicyOf(work, shift.storeId)
  if (isCountBlind && !shift.closedAt && !actorMay(work.actor, 'shift.report')) throw new Refused('shift_is_blind')
  const closed = (await readZReports(work, [shift.id])).get(shift.id)
  const { figures } = closed ?? (await figuresOfShift(work, shift))
  const at = closed?.at ?? work.at
  return { shiftId: shift.id, at: at.toISOString(), figures, expectedCashCents: expectedCashCents(figures) }
}

export async function showShift(work: Work, shift: ShiftRow): Promise<Static<typeof Shift>> {
  const [{ currency }, movements, counts, means, reports] = await Promise.all([
    merchantFacts(work),
    readMovements(work, shift.id),
    readCounts(work, shift.id),
    readMeans(work, shift.id),
    readZReports(work, [shift.id]),
  ])
  const authors = [...movements, ...counts].map(({ authorId }) => authorId)
  const names = await namesOf(work, [shift], authors)
  const authorName = ({ authorId }: { authorId: string | null }) => (authorId && names.users.get(authorId)) ?? null
  const report = reports.get(shift.id)
  return {
    ...view(shift, names),
    currency,
    means: means.filter(({ kind }) => kind !== 'cash'),
    movements: movements.map((each) => ({ ...each, at: each.at.toISOString(), authorName: authorName(each) })),
    counts: counts.map((each) => ({ ...each, at: each.at.toISOString(), authorName: authorName(each) })),
    report: report
      ? {
          number: report.number,
          at: report.at.toISOString(),
          figures: report.figures,
          expectedCashCents: expectedCashCents(report.figures),
          countId: report.countId,
          varianceCents: report.varianceCents,
          note: report.note,
        }
      : null,
  }
}

export async function showShiftRows(
  work: Work,
  rows: readonly ShiftListRow[],
): Promise<Static<typeof ShiftPage>['items']> {
  const names = await namesOf(work, rows)
  return rows.map((row) => {
    const { number, saleCount, netCents, varianceCents, ...shift } = row
    return { ...view(shift, names), number, saleCount, netCents, varianceCents }
  })
}

/** The shifts of a day, first to last. */
export async function showDayShifts(
  work: Work,
  shiftIds: readonly string[],
): Promise<Static<typeof DayClose>['shifts']> {
  if (shiftIds.length === 0) return []
  const rows = await listShifts(work, { storeIds: null, ids: shiftIds, limit: shiftIds.length })
  const shown = await showShiftRows(work, rows)
  return shown
    .map(({ id, deviceName, cashierName, openedAt, closedAt, number, netCents, varianceCents }) => {
      return { id, deviceName, cashierName, openedAt, closedAt, number, netCents, varianceCents }
    })
    .reverse()
}

export async function showDayCloseRows(
  work: Work,
  rows: readonly DayCloseRow[],
): Promise<Static<typeof DayClosePage>['items']> {
  const [stores, users] = await Promise.all([
    storeFacts(work, [...new Set(rows.map(({ storeId }) => storeId))]),
    userNames(
      work,
      rows.flatMap(({ closedBy }) => closedBy ?? []),
    ),
  ])
  return rows.map(({ closedBy, orphanFigures: _orphans, shiftIds, ...row }) => ({
    ...row,
    at: row.at.toISOString(),
    storeName: stores.get(row.storeId)?.name ?? '',
    closedByName: (closedBy && users.get(closedBy)) ?? null,
    shiftCount: shiftIds.length,
  }))
}

export async function showDayClose(work: Work, close: DayCloseRow): Promise<Static<typeof DayClose>> {
  const [[head], { currency }, shifts, orphanCount] = await Promise.all([
    showDayCloseRows(work, [close]),
    merchantFacts(work),
    showDayShifts(work, close.shiftIds),
    countOrphans(work, close.id),
  ])
  const { shiftCount: _count, ...day } = head!
  return { ...day, currency, orphanFigures: close.orphanFigures, orphanCount, shifts }
}
