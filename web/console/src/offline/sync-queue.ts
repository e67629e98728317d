import { liveQuery } from 'dexie'
import { api, ApiRefusal, ApiUnreachable, send } from '@staff/api'
import { newId } from '#shared/ids.ts'
import { offlineDatabase, type QueuedSale } from './offline-database.ts'
import { lineState, noteLine, noteNoLine, setLineState } from './line-state.ts'
import { headOf, salesPerUpload, uploadOf, waitBefore, withId } from './queue-rules.ts'
import { hearServer, isTill, lastContact, noteCounter, recallSkew } from './till-contact.ts'

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
  window.addEventListener('online', () => {
    failures = 0 // a line that just came is often not there yet: asked again within seconds, not after the minute of a long absence
    void wake()
  })
  window.addEventListener('offline', noteNoLine)
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void wake()
  })
  void lastContact().then((contact) => contact && setLineState({ canSellAlone: true }))
  void recallSkew().catch(() => undefined)
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
      return (await countTakeable()) === 0
    } finally {
      setLineState({ isSyncing: false })
    }
  }
  if (!navigator.locks) return run()
  return navigator.locks.request(lockName, { ifAvailable: true }, async (lock) => (lock ? run() : false))
}

/** Hands in one part. True when there may be more to do at once. */
async function handInHead(): Promise<boolean> {
  const contact = await lastContact()
  const head = contact ? await readHead() : []
  if (!contact || head.length === 0) return false
  try {
    const isMoved = await handInPart(head, { deviceId: contact.device.id, asDevice: true })
    noteLine()
    setLineState({ trouble: null })
    return isMoved
  } catch (error) {
    if (error instanceof ApiRefusal) setLineState({ trouble: 'till_revoked' })
    else if (error instanceof ApiUnreachable || (error as Error).name === 'TimeoutError') noteNoLine()
    else throw error
    return false
  }
}

/**
 * The records to hand in next: the first of the queue that the server did not refuse, each with an id. A record that lost its id gets
 * one for good, so that it is handed in once.
 */
export async function readHead(): Promise<QueuedSale[]> {
  const { queue } = offlineDatabase()
  const records = await queue.orderBy('sequence').filter(isTakeable).limit(salesPerUpload).toArray()
  return Promise.all(
    headOf(records).map(async (record) => {
      const known = withId(record, newId())
      if (known === record) return record
      const isTaken = (await queue.where('saleId').equals(known.saleId).count()) > 0
      const mended = isTaken ? { ...known, saleId: newId() } : known
      await queue.put(mended)
      return mended
    }),
  )
}

/**
 * Hands in some records, as the till or as whoever is signed in. Where the server refuses their content, each alone; one that it will
 * not take even so stays here, is skipped and shown. True when something moved; throws what stops the whole queue.
 */
export async function handInPart(
  records: readonly QueuedSale[],
  { deviceId, asDevice }: { deviceId: string; asDevice: boolean },
): Promise<boolean> {
  const sales = records.map(uploadOf)
  try {
    const signal = AbortSignal.timeout(patienceMs)
    const answer = await send(api.offlineSalesUpload, { deviceId, sales }, { asDevice, signal })
    await noteCounter(answer.lastNumber)
    return (await takeOut(records, answer.sales)) > 0
  } catch (error) {
    if (!(error instanceof ApiRefusal) || !isAboutContent(error)) throw error
  }
  if (records.length === 1) {
    setLineState({ refused: [...lineState().refused, records[0]!.sequence] })
    return true
  }
  for (const record of records) await handInPart([record], { deviceId, asDevice })
  return true
}

/** Refusals of what was sent, not of who sent it. */
function isAboutContent({ status }: ApiRefusal): boolean {
  return status === 400 || status === 413
}

function isTakeable({ sequence }: QueuedSale): boolean {
  return !lineState().refused.includes(sequence)
}

/** How many records wait that the server has not refused. */
function countTakeable(): Promise<number> {
  const { queue } = offlineDatabase()
  return lineState().refused.length === 0 ? queue.count() : queue.filter(isTakeable).count()
}

/** Moves what the server has from the queue to the receipts of the last days. Answers how many that were. */
async function takeOut(
  head: readonly QueuedSale[],
  answered: readonly { saleId: string; conflicts: number }[],
): Promise<number> {
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
  return done.length
}

/**
 * Whether the till has to sell by itself: no line, or sales before this one that the server does not know yet. Asks the queue
 * itself: a page that just opened has not counted it yet.
 */
export async function sellsByItself(): Promise<boolean> {
  return lineState().offlineSince !== null || (await countTakeable()) > 0
}
