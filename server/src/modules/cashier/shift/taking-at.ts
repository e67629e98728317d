import { readTakesWord } from '#modules/cashier/sale/tender-policy.ts'
import type { Taking } from '#modules/payments/take-tenders.ts'
import type { Work } from '#platform/work.ts'
import { takingShiftOf } from './lock-shifts.ts'

/** What taking money at a store asks of the work's actor, for modules that stand below. Refuses a till whose shift is not open. */
export async function takingAt(work: Work, storeId: string): Promise<Taking> {
  const [shiftId, words] = await Promise.all([takingShiftOf(work, storeId), readTakesWord(work, [storeId])])
  return { shiftId, takesWord: words.get(storeId) ?? true }
}
