import { after } from 'node:test'
import { type Clock, movableClock } from '#platform/clock.ts'
import type { InvoiceRunner } from '#modules/invoices/invoice-runner.ts'
import type { PaymentRunner } from '#modules/payments/payment-runner.ts'
import type { Database } from '#platform/db.ts'
import type { App } from '#platform/http.ts'
import { buildApp } from '#server/app.ts'
import { keepSentCode } from './make-member-session.ts'
import { testAt, testDatabase, testSecretKey } from './work.ts'

const opened: App[] = []

// Here and not where an app is opened: there it would belong to that very test.
after(() => Promise.all(opened.map((app) => app.close())))

/** The whole API on the suite's database, or another way into it, called with `app.inject`. Its clock stands at `testAt` unless told otherwise. */
export async function testApp(
  clock: Clock = movableClock(testAt),
  payments?: PaymentRunner,
  invoices?: InvoiceRunner,
  database: Database = testDatabase(),
): Promise<App> {
  const app = await buildApp({
    database,
    clock,
    secretKey: testSecretKey,
    secure: false,
    sendCode: keepSentCode,
    ...(payments ? { payments } : {}),
    ...(invoices ? { invoices } : {}),
  })
  await app.ready()
  opened.push(app)
  return app
}
