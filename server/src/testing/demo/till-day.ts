import { closeDay } from '#modules/cashier/shift/close-day.ts'
import { closeShift, handOverShift } from '#modules/cashier/shift/close-shift.ts'
import { denominationsOf } from '#modules/cashier/shift/count-rules.ts'
import { countShift } from '#modules/cashier/shift/count-shift.ts'
import { expectedCashCents } from '#modules/cashier/shift/figure-rules.ts'
import { tillOf } from '#modules/cashier/shift/lock-shifts.ts'
import { moveDrawer } from '#modules/cashier/shift/move-drawer.ts'
import { openShift } from '#modules/cashier/shift/open-shift.ts'
import { figuresOfShift } from '#modules/cashier/shift/shift-figures.ts'
import { readLastShift } from '#modules/cashier/shift/shift-queries.ts'
import type { Work } from '#platform/work.ts'
import type { Day } from '#shared/business-day.ts'
import { newId } from '#shared/ids.ts'
import type { Random } from './random.ts'

const floatCents = 50_000

export type OpenTill = { id: string; openingCents: number }

/** A till opens with what the day before left in it; where that is little, change is paid in. */
export async function openTill(till: Work, storeId: string): Promise<OpenTill> {
  const last = await readLastShift(till, tillOf(till, storeId))
  const openingCents = last?.leftCents ?? floatCents
  const { shiftId } = await openShift(till, { shiftId: newId(), storeId, openingCents })
  if (openingCents < floatCents) {
    const change = { kind: 'paid_in', amountCents: floatCents - openingCents, reason: '补充零钱' } as const
    await moveDrawer(till, { movementId: newId(), shiftId, ...change })
  }
  return { id: shiftId, openingCents }
}

/** A till changes hands: counted to the cent by who leaves, opened with that cash by who comes. */
export async function passTill(
  leaving: Work,
  coming: Work,
  { storeId, toUserId, ...shift }: OpenTill & { storeId: string; toUserId: string },
): Promise<OpenTill> {
  const { figures } = await figuresOfShift(leaving, shift)
  const denominations = notesOf(Math.max(0, expectedCashCents(figures)))
  const { id: shiftId } = shift
  const { countId, varianceCents } = await countShift(leaving, {
    countId: newId(),
    shiftId,
    denominations,
    tenders: [],
  })
  const note = varianceCents > 0 ? '找零差错' : undefined
  const { leftCents } = await handOverShift(leaving, { shiftId, countId, toUserId, unsyncedSales: 0, note })
  const openingCents = leftCents ?? 0
  const next = await openShift(coming, { shiftId: newId(), storeId, openingCents })
  return { id: next.shiftId, openingCents }
}

/** A till is counted and closed: mostly right, now and then some yuan short, some days with a courier paid out of it. */
export async function closeTill(till: Work, shift: OpenTill, random: Random): Promise<void> {
  const { id: shiftId } = shift
  if (random.chance(0.2)) {
    const movement = { movementId: newId(), shiftId, kind: 'paid_out', amountCents: 1_800, reason: '付快递费' } as const
    await moveDrawer(till, movement)
  }
  const { figures } = await figuresOfShift(till, shift)
  const shortCents = random.chance(0.1) ? 500 : 0
  const denominations = notesOf(Math.max(0, expectedCashCents(figures) - shortCents))
  const counted = await countShift(till, { countId: newId(), shiftId, denominations, tenders: [] })
  const { countId, cashCents } = counted
  const leftCents = Math.min(floatCents, cashCents)
  const note = counted.varianceCents > 0 ? '找零差错' : undefined
  await closeShift(till, { shiftId, countId, leftCents, unsyncedSales: 0, note })
}

export async function closeStoreDay(work: Work, storeId: string, day: Day): Promise<void> {
  await closeDay(work, { dayCloseId: newId(), storeId, day })
}

/** A sum in as few notes and coins as there are. */
function notesOf(cents: number): { valueCents: number; pieces: number }[] {
  let left = cents
  return denominationsOf('CNY').map((valueCents) => {
    const count = Math.floor(left / valueCents)
    left -= count * valueCents
    return { valueCents, pieces: count }
  })
}
