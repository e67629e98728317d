import { api, ApiRefusal, ApiUnreachable, send, type ResponseOf } from '@staff/api'
import { refusalSentence } from '#app/refusal-sentence.ts'
import { isRefusal, refuse } from '#shared/refusal.ts'
import { lineState, noteLine, noteNoLine, setLineState } from './line-state.ts'
import { sellOffline, type TillSale } from './sell-offline.ts'
import { noteSold } from './sold-ids.ts'
import { handInAll, sellsByItself, wake } from './sync-queue.ts'
import { isTill, noteReceiptNumber } from './till-contact.ts'

export type Booked = ResponseOf<typeof api.saleCreate> & { isOffline: boolean }

/** Longer than this nobody waits at a counter: the till sells by itself, under the same id. */
const patienceMs = 5_000

/**
 * Books a sale, with or without a line: by the server where it answers and knows all sales before this one, else by the till
 * itself. A sale that was sent and not answered keeps its id and, most likely, its number; it is booked once.
 *
 * Throws `ApiRefusal` for a no of either, so that the screen needs no second way to say it.
 */
export async function bookSale(order: Omit<TillSale, 'wasSent'>): Promise<Booked> {
  if (!isTill()) {
    const answer = await sendSale(order)
    await noteSold(order.saleId)
    return { ...answer, isOffline: false }
  }
  if ((await sellsByItself()) && !(await isLineBack())) return sellHere({ ...order, wasSent: false })
  try {
    const answer = await sendSale(order)
    noteLine()
    await noteSold(order.saleId)
    await noteReceiptNumber(answer.receiptNumber)
    return { ...answer, isOffline: false }
  } catch (error) {
    if (!isLostLine(error)) throw error
    noteNoLine()
    return sellHere({ ...order, wasSent: true })
  }
}

/** Whether what waits could be handed in just now, so that this sale comes after it. Not tried while the line is known to be down. */
async function isLineBack(): Promise<boolean> {
  if (lineState().offlineSince !== null) return false
  return Promise.race([handInAll(), new Promise<false>((resolve) => setTimeout(() => resolve(false), patienceMs))])
}

function sendSale({ saleId, input }: Omit<TillSale, 'wasSent'>) {
  const signal = isTill() ? AbortSignal.timeout(patienceMs) : undefined
  return send(api.saleCreate, input, { idempotencyKey: saleId, ...(signal ? { signal } : {}) })
}

async function sellHere(order: TillSale): Promise<Booked> {
  const sold = await sellOffline(order).catch((error: unknown) => {
    // Nothing was written: the sale did not happen, and whoever stands there has to know before they take the money.
    setLineState({ trouble: isFull(error) ? 'storage_full' : 'storage_unavailable' })
    return refuse('offline_storage_full')
  })
  if (isRefusal(sold)) {
    const { code, details } = sold
    throw new ApiRefusal({ code, details, detail: refusalSentence(code, details), status: 409 })
  }
  void wake()
  return { ...sold, isOffline: true }
}

function isFull(error: unknown): boolean {
  const { name, inner } = error as { name?: string; inner?: { name?: string } }
  return name === 'QuotaExceededError' || inner?.name === 'QuotaExceededError'
}

function isLostLine(error: unknown): boolean {
  return error instanceof ApiUnreachable || (error instanceof Error && error.name === 'TimeoutError')
}
