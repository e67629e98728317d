import { isRetryable } from '#platform/transaction.ts'
import type { Static } from '#platform/contract.ts'
import type { Work } from '#platform/work.ts'
import { Refused } from '#shared/refusal.ts'
import { bookOfflineSales, type HandedIn, holdBack } from './book-offline-sales.ts'
import type { OfflineSalesAnswer, OfflineSalesUpload } from './contract.ts'
import { readCounter } from './offline-queries.ts'
import { inQueueOrder } from './offline-rows.ts'
import { tillOfUpload } from './till-of-actor.ts'

type InTransaction = <T>(body: (work: Work) => Promise<T>) => Promise<T>

/**
 * Takes in a part of a till's queue: all of it in one transaction; if that fails for a reason that trying again would not
 * mend, sale by sale, and the one that cannot be written is kept for a person. So no sale ever blocks those behind it.
 */
export async function handIn(
  inTransaction: InTransaction,
  { deviceId, sales }: Static<typeof OfflineSalesUpload>,
): Promise<Static<typeof OfflineSalesAnswer>> {
  const book = (part: typeof sales) =>
    inTransaction(async (work) => {
      const { till, rescuedBy } = await tillOfUpload(work, deviceId)
      const handedIn = await bookOfflineSales(work, till, { deviceId, sales: part, rescuedBy })
      return { sales: handedIn, lastNumber: await readCounter(work, till) }
    })
  try {
    return await book(sales)
  } catch (error) {
    if (error instanceof Refused || isRetryable(error)) throw error
  }
  const outcomes: HandedIn[] = []
  let lastNumber = 0
  for (const sale of inQueueOrder(sales)) {
    const one = await book([sale]).catch((error: unknown) => {
      if (isRetryable(error)) throw error
      return inTransaction(async (work) => {
        const { till, rescuedBy } = await tillOfUpload(work, deviceId)
        const handedIn = await holdBack(work, till, { deviceId, sales: [sale], rescuedBy }, faultOf(error))
        return { sales: handedIn, lastNumber: await readCounter(work, till) }
      })
    })
    outcomes.push(...one.sales)
    lastNumber = one.lastNumber
  }
  return { sales: outcomes, lastNumber }
}

/** What kind of fault it was, for the person who looks at the sale; no values, which may be personal. */
function faultOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' ? `fault ${code}` : 'fault'
}
