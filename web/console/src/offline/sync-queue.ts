import { liveQuery } from 'dexie'
import { api, ApiRefusal, ApiUnreachable, send } from '@staff/api'
import { offlineDatabase, type QueuedSale } from './offline-database.ts'
import { lineState, noteLine, noteNoLine, setLineState } from './line-state.ts'
import { headOf, waitBefore } from './queue-rules.ts'
import { hearServer, isTill, lastContact, noteCounter } from './till-contact.ts'

const lockName = 'regulars.till.queue'
const heartbeatMs = 60_000
const receiptDaysMs = 7 * 86_400_000
const patienceMs = 30_000

/** Ten thousand sales of some kilobytes each. */
const roomForADayBytes = 50_000_000

let failures = 0
let timer: ReturnType<typeof setTimeout> | undefined
let isStarted = false

/**
 * Hands in what waits, for as long as this page is open, whoever is signed in or nobody: after each sale, when the line comes
 * back, and again after a while when it did not work. Called once, when the console starts.
 */
export function startQueue(): void {
  if (isStarted || !isTill()) return
  isStarted = true
  liveQuery(() => offlineDatabase().queue.count()).subscribe({
    next: (waiting) => setLineState({ waiting }),
    error: () => setLineState({ trouble: 'storage_unavailable' }),
  })
  window.addEventListener('online', () => void wake())
  window.addEventListener('offline', noteNoLine)
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void wake()
  })
  void lastContact().then((contact) => contact && setLineState({ canSellAlone: true }))
  void watchStorage()
  void wake()
}

/** Asks the browser to keep what is here for good, and tells when there is little room left for a day's sales. */
async function watchStorage(): Promise<void> {
  const storage = navigator.storage as StorageManager | undefined // absent without HTTPS
  if (!storage) return
  await storage.persist()
  const { quota = Infinity, usage = 0 } = await storage.estimate()
  if (quota - usage < roomForADayBytes) setLineState({ trouble: 'storage_full' })
}

/** Tries now: something happened that makes it worth it. */
export async function wake(): Promise<void> {
  let isDone = false
  try {
    isDone = (await hearServer()) && (await handInAll())
  } finally {
    // Whatever went wrong, there is a next time: a queue that nobody asks about any more would keep its sales for ever.
    failures = isDone ? 0 : failures + 1
    clearTimeout(timer)
    timer = setTimeout(() => void wake(), isDone ? heartbeatMs : waitBefore(failures, Math.random()))
  }
}

/** Hands in the queue from its head. Two tabs of one till never do it at once. True when nothing waits any more. */
export async function handInAll(): Promise<boolean> {
  const run = async () => {
    setLineState({ isSyncing: true })
    try {
      while (await handInHead()) {
        // the next part
      }
      return (await offlineDatabase().queue.count()) === 0
    } finally {
      setLineState({ isSyncing: false })
    }
  }
  if (!navigator.locks) return run()
  return navigator.locks.request(lockName, { ifAvailable: true }, async (lock) => (lock ? run() : false))
}

/** Hands in one part. True when there may be more to do at once. */
async function handInHead(): Promise<boolean> {
  const head = headOf(await offlineDatabase().queue.orderBy('sequence').limit(50).toArray())
  const contact = await lastContact()
  if (head.length === 0 || !contact) return false
  try {
    const answer = await send(
      api.offlineSalesUpload,
      { deviceId: contact.device.id, sales: head.map(({ sale }) => sale) },
      { asDevice: true, signal: AbortSignal.timeout(patienceMs) },
    )
    await takeOut(head, answer.sales)
    await noteCounter(answer.lastNumber)
    noteLine()
    setLineState({ trouble: null })
    return answer.sales.length > 0
  } catch (error) {
    if (error instanceof ApiRefusal) setLineState({ trouble: 'till_revoked' })
    else if (error instanceof ApiUnreachable || (error as Error).name === 'TimeoutError') noteNoLine()
    else throw error
    return false
  }
}

/** Moves what the server has from the queue to the receipts of the last days. */
export async function takeOut(
  head: readonly QueuedSale[],
  answered: readonly { saleId: string; conflicts: number }[],
): Promise<void> {
  const database = offlineDatabase()
  const bySale = new Map(answered.map((each) => [each.saleId, each]))
  const done = head.filter(({ saleId }) => bySale.has(saleId))
  const now = Date.now()
  await database.transaction('rw', database.queue, database.handedIn, async () => {
    await database.handedIn.bulkPut(
      done.map(({ saleId, sale }) => ({ saleId, sale, handedInAt: now, conflicts: bySale.get(saleId)!.conflicts })),
    )
    await database.queue.bulkDelete(done.map(({ sequence }) => sequence))
    await database.handedIn
      .where('handedInAt')
      .below(now - receiptDaysMs)
      .delete()
  })
}

/**
 * Whether the till has to sell by itself: no line, or sales before this one that the server does not know yet. Asks the queue
 * itself: a page that just opened has not counted it yet.
 */
export async function sellsByItself(): Promise<boolean> {
  return lineState().offlineSince !== null || (await offlineDatabase().queue.count()) > 0
}
