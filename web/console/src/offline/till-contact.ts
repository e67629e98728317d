import { api, ApiRefusal, ApiUnreachable, send, type ResponseOf } from '@staff/api'
import { deviceKey } from '@web/api/device-key.ts'
import { skewMs } from '#modules/cashier/offline/clock-rules.ts'
import { laterCounter, readReceiptNumber } from '#modules/cashier/offline/receipt-counter-rules.ts'
import { keep, offlineDatabase, readKept } from './offline-database.ts'
import { lineState, noteLine, noteNoLine, setLineState } from './line-state.ts'

export type Contact = ResponseOf<typeof api.tillContactGet>

const contactName = 'contact'
const counterName = 'counter'
const skewName = 'skew'
const patienceMs = 5_000

/** Whether this browser is a till: only a till sells by itself. */
export function isTill(): boolean {
  return deviceKey() !== null
}

/** The server's last word to this till; null before it ever heard one. */
export function lastContact(): Promise<Contact | null> {
  return readKept<Contact>(contactName)
}

/** The till's clock, corrected by what is known of its error. */
export async function tillTime(): Promise<Date> {
  return new Date(Date.now() + ((await readKept<number>(skewName)) ?? 0))
}

/** What was known of this device's clock when the page was last open: a till that starts without a line has nobody to ask. */
export async function recallSkew(): Promise<void> {
  const skew = await readKept<number>(skewName)
  if (skew !== null && lineState().skewMs === 0) setLineState({ skewMs: skew })
}

/**
 * Asks the server whether it is there, and keeps its word: the time, the limits, the receipt counter, who is signed in. Tells
 * whether there is a line. A till without a session asks by its key alone.
 */
export async function hearServer(): Promise<boolean> {
  const askedAt = Date.now()
  try {
    const contact = await askContact()
    await keepContact(contact, skewMs(Date.parse(contact.at), askedAt, Date.now()))
    noteLine()
    return true
  } catch (error) {
    if (error instanceof ApiRefusal) {
      noteLine()
      setLineState({ trouble: error.code === 'not_signed_in' ? 'till_revoked' : null })
      return true
    }
    if (!(error instanceof ApiUnreachable) && (error as Error).name !== 'TimeoutError') throw error
    noteNoLine()
    return false
  }
}

/** As whoever is signed in; where their session is not of this till, as the till alone. */
async function askContact(): Promise<Contact> {
  const signal = () => AbortSignal.timeout(patienceMs)
  try {
    return await send(api.tillContactGet, {}, { signal: signal() })
  } catch (error) {
    if (!(error instanceof ApiRefusal)) throw error
    return send(api.tillContactGet, {}, { signal: signal(), asDevice: true })
  }
}

async function keepContact(contact: Contact, skew: number): Promise<void> {
  const database = offlineDatabase()
  await database.transaction('rw', database.kept, async () => {
    const counter = await readKept<number>(counterName)
    await keep(contactName, provenBy(await lastContact(), contact))
    await keep(skewName, skew)
    await keep(counterName, laterCounter(counter, contact.lastNumber))
  })
  setLineState({ skewMs: skew, trouble: null, canSellAlone: true })
}

/**
 * The word to keep: with nobody signed in, a page proves only that the till was there. What proves who stood at it stays, so
 * that whoever sold on without a line is not doubted afterwards.
 */
function provenBy(before: Contact | null, now: Contact): Contact {
  if (now.userId !== null || !before?.userId || before.device.id !== now.device.id) return now
  return { ...now, token: before.token, at: before.at, userId: before.userId }
}

/** Raises the till's counter to a number that the server gave. */
export async function noteCounter(lastNumber: number): Promise<void> {
  const database = offlineDatabase()
  await database.transaction('rw', database.kept, async () => {
    await keep(counterName, laterCounter(await readKept<number>(counterName), lastNumber))
  })
}

/** A number that the server gave a sale or a refund of this till: the till goes on from there when the line is cut. */
export async function noteReceiptNumber(receiptNumber: string): Promise<void> {
  const counter = isTill() ? readReceiptNumber(receiptNumber)?.counter : undefined
  if (counter) await noteCounter(counter)
}

/** The next receipt number of the till itself. To be called within a transaction over `kept`. */
export async function takeNumber(): Promise<number> {
  const next = ((await readKept<number>(counterName)) ?? 0) + 1
  await keep(counterName, next)
  return next
}
