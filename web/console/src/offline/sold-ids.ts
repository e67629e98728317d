import { offlineDatabase } from './offline-database.ts'

const keptMs = 7 * 86_400_000

/** Notes that the server booked a sale, before the screen goes on to the next cart. A browser that keeps nothing goes without. */
export async function noteSold(saleId: string): Promise<void> {
  try {
    const { sold } = offlineDatabase()
    await sold.put({ saleId, soldAt: Date.now() })
    await sold
      .where('soldAt')
      .below(Date.now() - keptMs)
      .delete()
  } catch {
    // Private windows keep no database; the server still books an id once.
  }
}

/**
 * Whether a sale under this id is done. The cart is kept apart from the sales and is written a moment later: after a crash it
 * may come back as it stood before its sale, or be empty and still carry the id.
 */
export async function wasSold(saleId: string): Promise<boolean> {
  try {
    const { sold, queue, handedIn } = offlineDatabase()
    const found = await Promise.all([
      sold.get(saleId),
      queue.where('saleId').equals(saleId).first(),
      handedIn.get(saleId),
    ])
    return found.some((row) => row !== undefined)
  } catch {
    return false
  }
}
