import { refuse, type Refusal } from '#shared/refusal.ts'

/** The ports on which receipt printers listen (9100 is the usual one). */
const firstPort = 9100
const lastPort = 9109

/**
 * Refuses an address that no printer of a shop has. A printer stands in the shop's own network: only private addresses and
 * the printers' ports may be named, so that nobody makes the server talk to anything else.
 */
export function checkPrinterAddress({ host, port }: { host: string; port: number }): Refusal | undefined {
  if (!isPrivateAddress(host)) return refuse('printer_address_not_private', { host })
  if (port < firstPort || port > lastPort) return refuse('printer_port_invalid', { firstPort, lastPort })
  return undefined
}

function isPrivateAddress(host: string): boolean {
  const parts = host.split('.')
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255)) return false
  const [a, b] = parts.map(Number) as [number, number]
  return (
    a === 10 || a === 127 || (a === 192 && b === 168) || (a === 172 && b >= 16 && b <= 31) || (a === 169 && b === 254)
  )
}

const maxTries = 12
const firstWaitMs = 3_000
const longestWaitMs = 60_000

/** How a try to print ended: the printer took all of it, none of it, or the connection broke in between. */
export type PrintOutcome =
  | { kind: 'printed' }
  | { kind: 'unreachable'; problem: string }
  | { kind: 'broken'; problem: string }

export type JobChange =
  | { state: 'printed' }
  | { state: 'unclear' | 'failed'; problem: string }
  | { state: 'waiting'; problem: string; nextTryAt: Date }

/**
 * What becomes of a job after its n-th try. Nothing that may be on paper is printed again by itself: a person looks. A printer
 * that is off is tried for about ten minutes, at growing distances.
 */
export function afterTry(tries: number, outcome: PrintOutcome, at: Date): JobChange {
  if (outcome.kind === 'printed') return { state: 'printed' }
  const { problem } = outcome
  if (outcome.kind === 'broken') return { state: 'unclear', problem }
  if (tries >= maxTries) return { state: 'failed', problem }
  const waitMs = Math.min(firstWaitMs * 2 ** (tries - 1), longestWaitMs)
  return { state: 'waiting', problem, nextTryAt: new Date(at.getTime() + waitMs) }
}

export type PrinterChoice = { id: string; storeId: string; deviceId: string | null; name: string }

/** The printer of this very till, else the first of those that serve the whole store. */
export function choosePrinter<P extends PrinterChoice>(
  printers: readonly P[],
  { storeId, deviceId }: { storeId: string; deviceId: string | null },
): P | null {
  const ofStore = printers.filter((printer) => printer.storeId === storeId)
  return (
    (deviceId && ofStore.find((printer) => printer.deviceId === deviceId)) ||
    ofStore.find((printer) => printer.deviceId === null) ||
    null
  )
}
