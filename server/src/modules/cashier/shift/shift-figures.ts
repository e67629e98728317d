import type { Work } from '#platform/work.ts'
import { sumMovements } from './drawer-queries.ts'
import { sumRecords, type SummedFigures } from './figure-queries.ts'
import type { ShiftRow } from './shift-queries.ts'

/** What a shift amounts to now: the X report, and under the shift's lock the Z. One flight, whatever the number of sales. */
export async function figuresOfShift(work: Work, shift: Pick<ShiftRow, 'id' | 'openingCents'>): Promise<SummedFigures> {
  const [summed, movements] = await Promise.all([sumRecords(work, { shiftId: shift.id }), sumMovements(work, shift.id)])
  const drawer = { openingCents: shift.openingCents, ...movements }
  return { ...summed, figures: { ...summed.figures, drawer } }
}
