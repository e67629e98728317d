import { readSettings } from '#modules/invoices/settings-queries.ts'
import { type Clock, systemClock } from '#platform/clock.ts'
import type { Database } from '#platform/db.ts'
import { inTransaction } from '#platform/transaction.ts'
import { startInvoiceVendor } from '#testing/invoice-vendor-simulator.ts'
import { turnOnInvoices } from '#testing/make-invoice.ts'

/**
 * A simulated vendor of e-invoices for the demo shop, in this process, under a new secret each time: it issues after one question.
 * Whoever set the demo up with a vendor of their own keeps it.
 */
export async function startDemoInvoices(
  database: Database,
  merchantId: string,
  clock: Clock = systemClock,
): Promise<{ stop(): Promise<void> }> {
  const { url: baseUrl, appKey, secretKey, state, stop } = await startInvoiceVendor(clock)
  state.behaviour.waits = 1
  const options = { merchantId, actor: { kind: 'system', name: 'demo' } as const, at: clock.now() }
  await inTransaction(database, options, async (work) => {
    const known = await readSettings(work)
    if (known && !known.baseUrl.startsWith('http://127.0.0.1:')) return
    await turnOnInvoices(work, { baseUrl, appKey, secretKey })
  })
  return { stop }
}
